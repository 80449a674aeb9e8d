import { $, make } from "../shared/page.js";
import { t } from "../shared/texts.js";
import { drawPillars } from "./pillars.js";

/** Scores are told in fives, from "50 or less" to "70 or more". */
const ends = { least: 50, most: 70 };

/** @returns {"UpTo" | "From" | ""} */
const endOf = (score) => score <= ends.least ? "UpTo" : score >= ends.most ? "From" : "";

/** A score in words. */
export const scoreText = (score) => t(`score${endOf(score)}`, { score });

const svg = "http://www.w3.org/2000/svg";

/** A score as a ring that is filled so far. */
export function scoreRing(score) {
  const ring = document.createElementNS(svg, "svg");
  ring.setAttribute("viewBox", "0 0 64 64");
  ring.setAttribute("aria-hidden", "true");
  for (const name of ["whole", "part"]) {
    const circle = document.createElementNS(svg, "circle");
    for (const [key, value] of Object.entries({ cx: 32, cy: 32, r: 28, pathLength: 100, class: name })) {
      circle.setAttribute(key, value);
    }
    if (name === "part") circle.style.strokeDashoffset = String(100 - score);
    ring.append(circle);
  }
  const number = make("strong", { text: String(score), ariaHidden: "true" });
  const unit = make("span", { text: t(`points${endOf(score)}`), ariaHidden: "true" });
  return make(
    "div",
    { className: "score" },
    ring,
    number,
    unit,
    make("span", {
      className: "unseen",
      text: scoreText(score),
    }),
  );
}

/** A button that says, to those who do not see whose card it is on, of whom it is. */
export function button(key, { className = "secondary", name, click }) {
  const made = make("button", { type: "button", className, text: t(key) });
  made.ariaLabel = `${t(key)}: ${name}`;
  made.addEventListener("click", () => click(made));
  return made;
}

let panels = 0;

/**
 * Why two people have their score: a button and what it opens, asked of the server once it is opened.
 *
 * @param {{ session: any, person: { user_id: number, name: string }, failed: (error: any) => void }} of
 */
export function why({ session, person, failed }) {
  const panel = make("div", { className: "why", id: `why-${++panels}`, hidden: true });
  const opener = button("why", {
    className: "link",
    name: person.name,
    async click() {
      const isOpen = opener.ariaExpanded === "true";
      opener.ariaExpanded = String(!isOpen);
      panel.hidden = isOpen;
      if (isOpen || panel.childElementCount > 0) return;
      try {
        panel.append(...explained(await session.ask("GET", `/api/matches/${person.user_id}/compatibility`)));
      } catch (error) {
        opener.ariaExpanded = "false";
        panel.hidden = true;
        failed(error);
      }
    },
  });
  opener.ariaExpanded = "false";
  opener.setAttribute("aria-controls", panel.id);
  return [opener, panel];
}

function explained({ pillars, elements, relations, notes }) {
  return [
    make("p", { className: "tag", text: t("forFun") }),
    make("h3", { text: t("myPillars") }),
    drawPillars(pillars),
    make("h3", { text: t("myElements") }),
    make(
      "ul",
      { className: "elements" },
      ...elements.map(({ name, count }) =>
        make("li", {}, make("span", { text: name }), make("strong", { text: String(count) }))
      ),
    ),
    make("h3", { text: t("together") }),
    make("ul", { className: "relations" }, ...relations.map(relation)),
    ...notes.map((text) => make("p", { className: "small", text })),
  ];
}

function relation({ name, points: { from, to, of }, text }) {
  const range = make("i", { className: "points-range", ariaHidden: "true" });
  const part = make("b", {});
  part.style.marginInlineStart = `${100 * from / of}%`;
  part.style.width = `${Math.max(4, 100 * (to - from) / of)}%`;
  range.append(part);
  return make(
    "li",
    {},
    make("strong", { text: name }),
    range,
    make("p", { className: "small", text }),
  );
}

const shownMs = 5_000;
let hiding;

/** Says something for a while, where it is not in the way. */
export function toast(text) {
  clearTimeout(hiding);
  $("toast").textContent = text;
  hiding = setTimeout(hush, shownMs);
}

/** What was said is old: somebody has gone on. */
export function hush() {
  $("toast").textContent = "";
}
