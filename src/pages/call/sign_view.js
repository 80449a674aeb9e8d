import { $, clearProblem, during } from "./page.js";
import { request } from "./rest.js";
import { t } from "./texts.js";

/** Sign-up and login: one form, with more fields for those who are new. */
export function signView({ session, rules, begin }) {
  const view = $("view-sign");
  const form = $("sign-form");
  const newOnly = view.querySelectorAll(".new-only");
  let isNew = false;

  function draw() {
    $("sign-title").textContent = $("sign-do").textContent = t(isNew ? "signUp" : "logIn");
    $("sign-other").textContent = t(isNew ? "toLogIn" : "toSignUp");
    $("age-hint").textContent = t("ageHint", { minAge: rules.min_age });
    for (const part of newOnly) {
      part.hidden = !isNew;
      for (const field of part.querySelectorAll("input")) field.disabled = !isNew;
    }
    form.age.min = rules.min_age;
    form.password.minLength = isNew ? 8 : 1;
    form.password.autocomplete = isNew ? "new-password" : "current-password";
  }

  $("sign-other").addEventListener("click", () => {
    isNew = !isNew;
    clearProblem(view);
    draw();
    form.username.focus();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during($("sign-do"), view, async () => {
      if (isNew) {
        const fields = new FormData(form);
        if (fields.get("profile_image")?.size === 0) fields.delete("profile_image");
        await request("POST", "/api/auth/signup/", { body: fields, once: true });
        isNew = false;
      }
      await session.logIn(form.username.value, form.password.value);
      form.reset();
      begin();
    });
  });

  return { draw };
}
