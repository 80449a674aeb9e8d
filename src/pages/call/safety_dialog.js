import { $, clearProblem, during } from "./page.js";
import { t } from "./texts.js";

const reasons = ["harassment", "sexual", "fraud", "underage", "impersonation", "other"];

/** Block and report: the other person is named by where one met them, since nobody's user id is known. */
export function safetyDialog({ session }) {
  const dialog = $("safety");
  const form = $("report-form");
  let where;
  let name;

  for (const reason of reasons) form.reason.append(new Option("", reason));

  function draw() {
    $("safety-title").textContent = t("safetyTitle", { name: name ?? t("someone") });
    for (const option of form.reason.options) option.textContent = t(option.value);
  }

  $("block").addEventListener("click", () =>
    during($("block"), dialog, async () => {
      await session.ask("POST", "/api/blocks", where, { once: true });
      $("safety-said").textContent = t("blocked");
    }));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), dialog, async () => {
      const comment = form.comment.value.trim();
      const report = { reason: form.reason.value, ...(comment ? { comment } : {}), ...where };
      await session.ask("POST", "/api/reports", report, { once: true });
      form.reset();
      $("safety-said").textContent = t("reported");
    });
  });

  $("safety-close").addEventListener("click", () => dialog.close());

  return {
    draw,
    /** @param {{ match_id?: number, call_id?: number }} at where they met */
    ask(at, who) {
      where = at;
      name = who;
      form.reset();
      clearProblem(dialog);
      $("safety-said").textContent = "";
      draw();
      dialog.showModal();
      $("safety-title").focus();
    },
  };
}
