import { $, during } from "../shared/page.js";
import { t } from "../shared/texts.js";

/**
 * Asks for what random calls show of someone and another app did not ask for.
 *
 * @param {{
 *   session: any,
 *   minAge: number,
 *   link: () => { method: string, path: string, missing: string[] },
 *   saved: () => Promise<void>,
 *   later: () => void,
 * }} options `link`: what the server misses, and where it is sent; `saved` goes on with what it was asked for
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
