import { drawConsents } from "./consents.js";
import { $, clearProblem, during } from "./page.js";
import { t } from "./texts.js";

/**
 * Sign-up and login: one form, `sign-form`, with more fields for those who are new.
 *
 * @param {{
 *   identity: "username" | "email",
 *   minAge: number,
 *   consents: import("./consents.js").Consent[],
 *   register: (form: HTMLFormElement) => Promise<void>,
 *   logIn: (credentials: Record<string, string>) => Promise<void>,
 *   begin: () => void,
 * }} options `identity`: the field by which an account is known, beside the password
 */
export function signView({ identity, minAge, consents, register, logIn, begin }) {
  const view = $("view-sign");
  const form = $("sign-form");
  const agreed = document.createElement("div");
  agreed.className = "new-only";
  form.querySelector(".problem").before(agreed);
  const newOnly = view.querySelectorAll(".new-only");
  let isNew = false;

  function draw() {
    $("sign-title").textContent = $("sign-do").textContent = t(isNew ? "signUp" : "logIn");
    $("sign-other").textContent = t(isNew ? "toLogIn" : "toSignUp");
    $("age-hint").textContent = t("ageHint", { minAge });
    drawConsents(agreed, consents);
    for (const part of newOnly) {
      part.hidden = !isNew;
      for (const field of part.querySelectorAll("input")) field.disabled = !isNew;
    }
    form.password.minLength = isNew ? 8 : 1;
    form.password.autocomplete = isNew ? "new-password" : "current-password";
  }

  $("sign-other").addEventListener("click", () => {
    isNew = !isNew;
    clearProblem(view);
    draw();
    form[identity].focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during($("sign-do"), view, async () => {
      if (isNew) {
        await register(form);
        isNew = false;
      }
      await logIn({ [identity]: form[identity].value, password: form.password.value });
      form.reset();
      begin();
    });
  });

  return { draw };
}
