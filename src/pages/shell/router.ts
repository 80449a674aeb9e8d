import { signal } from "@preact/signals";

const at = signal(location.pathname);
let isHeld = () => false;

/** The address of the view that is shown: what reads it is drawn again when it changes. */
export const address = (): string => at.value;

/** Goes to another view of the same page. `replace` leaves no way back to the one that is shown. */
export function go(path: string, { replace = false } = {}): void {
  if (path === at.peek()) return;
  history[replace ? "replaceState" : "pushState"](null, "", path);
  at.value = path;
}

/**
 * Keeps the person where they are while there is something that they must not leave by a slip, as a call: the way back
 * stays on the page, and leaving it asks first.
 */
export function stayWhile(isBusy: () => boolean): void {
  isHeld = isBusy;
}

addEventListener("popstate", () => {
  // the browser has gone already: it is led back
  if (isHeld()) history.pushState(null, "", at.peek());
  else at.value = location.pathname;
});

addEventListener("beforeunload", (event) => {
  if (isHeld()) event.preventDefault();
});
