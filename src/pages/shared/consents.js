import { t } from "./texts.js";

/**
 * Adds a required checkbox for each consent to a form.
 *
 * @typedef {{ kind: "terms" | "privacy" | "location", version: string }} Consent
 * @param {HTMLElement} place
 * @param {Consent[]} consents
 */
export function drawConsents(place, consents) {
  place.replaceChildren(...consents.map(({ kind, version }) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", required: true });
    const words = document.createElement("span");
    words.textContent = t("agree", { what: t(`agree_${kind}`), version });
    const label = Object.assign(document.createElement("label"), { className: "consent" });
    label.append(box, words);
    return label;
  }));
}

/**
 * Asks a logged-in person for the consents that are missing.
 *
 * @param {Consent[]} consents
 * @returns {Promise<boolean>} whether they agree to all of them
 */
export function askConsents(consents) {
  const dialog = document.createElement("dialog");
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  const title = Object.assign(document.createElement("h2"), { id: "consent-title", textContent: t("consentTitle") });
  const boxes = document.createElement("div");
  const yes = Object.assign(document.createElement("button"), { className: "primary", value: "yes" });
  const no = Object.assign(document.createElement("button"), { className: "link", type: "button" });
  yes.textContent = t("agreeAndGoOn");
  no.textContent = t("logOut");
  drawConsents(boxes, consents);
  form.append(title, boxes, yes, no);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(form);
  document.body.append(dialog);
  no.addEventListener("click", () => dialog.close("no"));
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    })
  );
}
