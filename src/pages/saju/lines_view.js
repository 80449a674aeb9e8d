import { make } from "../shared/page.js";
import { language, t } from "../shared/texts.js";
import { dayText, hourText } from "./days.js";

/**
 * Draws the lines of a chat into a list. What stands there stays, so that nothing that is read moves and what is new is
 * read out once.
 *
 * @param {{
 *   list: HTMLElement,
 *   scroller: HTMLElement,
 *   again: (clientId: string) => void,
 *   drop: (clientId: string) => void,
 * }} options
 */
export function linesView({ list, scroller, again, drop }) {
  /** @type {Map<string, { node: HTMLElement, was: string }>} */
  let nodes = new Map();

  /** @param {import("./lines.js").Line[]} lines */
  function draw(lines, isClosed) {
    const top = list.firstElementChild;
    const topBefore = top?.offsetTop;
    const before = nodes;
    nodes = new Map();
    for (const line of lines) {
      const was = JSON.stringify([language(), isClosed, line]);
      const known = before.get(line.key);
      const node = known?.node ?? make("li");
      if (known?.was !== was) fill(node, line, isClosed);
      nodes.set(line.key, { node, was });
    }
    for (const [key, { node }] of before) if (!nodes.has(key)) node.remove();
    let at = list.firstElementChild;
    for (const { node } of nodes.values()) {
      if (node === at) at = at.nextElementSibling;
      else list.insertBefore(node, at);
    }
    // what was read stays where it was, under what has come above it
    if (topBefore !== undefined && top.isConnected) scroller.scrollTop += top.offsetTop - topBefore;
  }

  function fill(node, line, isClosed) {
    if (line.kind === "day") {
      node.className = "day";
      node.replaceChildren(make("span", { text: dayText(line.at) }));
      return;
    }
    const { isMine, content, isErased, at, state, isLastOfRun, outgoing } = line;
    node.className = `said ${isMine ? "mine" : "theirs"} ${state}${isLastOfRun ? " last" : ""}`;
    const bubble = make("p", { className: "bubble", text: isErased ? t("erased") : content });
    if (isErased) bubble.classList.add("erased");
    const notes = make("p", { className: "notes" });
    const isTold = state === "failed" || state === "read" || state === "sending" && isLastOfRun;
    if (isTold) notes.append(make("span", { text: t(state) }));
    if (state === "failed") {
      if (!isClosed) notes.append(small("sendAgain", () => again(outgoing.client_id)));
      notes.append(small("discard", () => drop(outgoing.client_id)));
    }
    if (isLastOfRun && state !== "sending" && state !== "failed") {
      notes.append(make("time", { dateTime: at, text: hourText(at) }));
    }
    node.replaceChildren(bubble, ...notes.childElementCount ? [notes] : []);
  }

  function small(key, click) {
    const made = make("button", { type: "button", className: "link small", text: t(key) });
    made.addEventListener("click", click);
    return made;
  }

  return {
    draw,
    clear() {
      nodes = new Map();
      list.replaceChildren();
    },
  };
}
