import { $, during } from "../shared/page.js";
import { t } from "../shared/texts.js";

/**
 * Asks for the profile fields that random calls show and that are still missing.
 *
 * @param {{
 *   session: any,
 *   minAge: number,
 *   link: () => { method: string, path: string, missing: string[] },
 *   saved: () => Promise<void>,
 *   later: () => void,
 * }} options `link`: the missing fields and the request that sets them; `saved` resumes what was interrupted
 */
export function profileView({ session, minAge, link, saved, later }) {
  const view = $("view-profile");
  const form = $("profile-form");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), view, async () => {
      const { method, path } = link();
      await session.ask(method, path, new FormData(form));
      form.reset();
      await saved();
    });
  });
  $("profile-later").addEventListener("click", later);

  return {
    draw() {
      $("profile-age-hint").textContent = t("ageHint", { minAge });
      for (const field of form.querySelectorAll("input")) {
        field.disabled = !link().missing.includes(field.name);
        field.closest("form > *").hidden = field.disabled;
      }
    },
  };
}
