import { hasText, t } from "./texts.js";

/** @param {string} id */
export const $ = (id) => document.getElementById(id);

let shown;

/** Shows one view and hides the others; whoever does not see it is led to its heading. */
export function showView(name) {
  if (name === shown) return;
  shown = name;
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== `view-${name}`;
  clearProblem($(`view-${name}`));
  scrollTo(0, 0);
  // not at the very start, where nobody has gone anywhere yet
  if (document.body.dataset.started) $(`view-${name}`).querySelector("h1").focus({ preventScroll: true });
  document.body.dataset.started = "yes";
}

/** Says something to those who do not see the page. */
export function announce(text) {
  $("announcer").textContent = text;
}

/** A problem in the person's words. */
export function wordsOf(error) {
  if (error.code === "offline") return t("offline");
  if (error.errors?.length) return error.errors.map(({ path, message }) => `${wordFor(path)} ${message}`).join("\n");
  return error.detail ?? t("somethingWrong");
}

function wordFor(path) {
  return hasText(path) ? `${t(path)}:` : `${path}:`;
}

/** Shows a problem where it arose. */
export function showProblem(view, error) {
  if (!error.detail) console.error(error);
  sayProblem(view, wordsOf(error));
}

/** Shows a sentence where something is wrong. */
export function sayProblem(view, text) {
  view.querySelector(".problem").textContent = text;
}

export function clearProblem(view) {
  const place = view.querySelector(".problem");
  if (place) place.textContent = "";
}

/** Does something that a button asks for: not twice at once, and with its problem shown in the view. */
export async function during(button, view, act) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  clearProblem(view);
  try {
    await act();
  } catch (error) {
    showProblem(view, error);
  } finally {
    button.ariaBusy = "false";
  }
}

/** Someone's picture, or the first letter of their name. */
export function drawFace(element, name, url) {
  const of = JSON.stringify([name, url]);
  if (element.dataset.of === of) return;
  element.dataset.of = of;
  if (url) {
    const image = new Image();
    image.src = url;
    image.alt = "";
    element.replaceChildren(image);
  } else {
    element.textContent = [...name ?? "?"][0].toUpperCase();
  }
}

/** Says which tab is open, in buttons that name theirs in `data-tab`. */
export function markTab(nav, tab) {
  for (const button of nav.querySelectorAll("[data-tab]")) {
    if (button.dataset.tab === tab) button.ariaCurrent = "page";
    else button.removeAttribute("aria-current");
  }
}

/** A new element with text in it. */
export function make(tag, { text, className, ...rest } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), rest);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}
