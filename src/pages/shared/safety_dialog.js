import { $, clearProblem, during } from "./page.js";
import { t } from "./texts.js";

const reasons = ["harassment", "sexual", "fraud", "underage", "impersonation", "other"];

const dialogText = `
  <dialog id="safety" aria-labelledby="safety-title">
    <h2 id="safety-title" tabindex="-1"></h2>
    <p class="problem" role="alert"></p>
    <p id="safety-said" role="status"></p>
    <p class="small" data-text="blockText"></p>
    <button id="block" class="danger" type="button" data-text="block"></button>
    <form id="report-form">
      <label>
        <span data-text="reportReason"></span>
        <select name="reason" required></select>
      </label>
      <label>
        <span data-text="reportComment"></span>
        <textarea name="comment" maxlength="1000" rows="3"></textarea>
      </label>
      <button class="secondary" type="submit" data-text="report"></button>
    </form>
    <button id="safety-close" class="link" type="button" data-text="close"></button>
  </dialog>`;

/**
 * Block and report: the other person is named by where one met them.
 *
 * @param {{ session: any, onBlocked?: () => void }} options `onBlocked` is told once somebody is blocked
 */
export function safetyDialog({ session, onBlocked = () => {} }) {
  document.body.insertAdjacentHTML("beforeend", dialogText);
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
      onBlocked();
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
    /** @param {{ match_id?: number, call_id?: number, chat_id?: number, user_id?: number }} at where they met */
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
