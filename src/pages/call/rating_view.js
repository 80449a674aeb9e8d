import { $, announce, during, make, sayProblem } from "../shared/page.js";
import { clockText, hasText, t } from "../shared/texts.js";

/** Stars and a word, after a call or from the history. */
export function ratingView({ session, done, askSafety }) {
  const view = $("view-rating");
  const form = $("rating-form");
  /** @type {{ callId: string, name: string | null, reason?: string, durationSec?: number } | undefined} */
  let of;

  for (const n of [1, 2, 3, 4, 5]) {
    const input = make("input", { type: "radio", name: "rating", value: String(n) });
    const star = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    star.innerHTML = '<use href="#i-star"></use>';
    star.classList.add("icon");
    star.ariaHidden = "true";
    $("stars").append(make("label", {}, input, star));
  }

  function draw(about) {
    if (about.callId !== of?.callId) form.reset();
    of = about;
    $("rating-title").textContent = t("ratingTitle", { name: of.name ?? t("someone") });
    const why = of.reason && hasText(of.reason) ? t(of.reason) : "";
    const lasted = of.durationSec === undefined ? "" : t("lasted", { time: clockText(of.durationSec) });
    $("rating-about").textContent = `${why} ${lasted}`.trim();
    form.rating.forEach((input) => input.ariaLabel = t("star", { n: input.value }));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), view, async () => {
      const rating = Number(form.rating.value);
      if (!rating) return sayProblem(view, t("starsNeeded"));
      const comment = form.comment.value.trim();
      const given = { call_id: Number(of.callId), rating, ...(comment ? { comment } : {}) };
      await session.ask("POST", "/api/history/rate/", given, { once: true });
      announce(t("rated"));
      done("rated");
    });
  });
  $("later").addEventListener("click", () => done());
  view.querySelector(".safety").addEventListener("click", () => askSafety({ call_id: Number(of.callId) }, of.name));

  return { draw };
}
