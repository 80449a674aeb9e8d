import { signal } from "@preact/signals";

const at = signal(location.pathname);
/** How one came there. Back may lead to a document that has to be loaded again. */
let came: "loaded" | "went" | "travelled" = hasTravelled() ? "travelled" : "loaded";
let isHeld = () => false;
let stayed = () => {};

/** The address of the view that is shown: what reads it is drawn again when it changes. */
export const address = (): string => at.value;

function hasTravelled(): boolean {
  return performance.getEntriesByType("navigation").some((entry) => Reflect.get(entry, "type") === "back_forward");
}

/** How one came to it: by loading the page, by `go`, or by the browser's Back or Forward. */
export const cameBy = () => came;

/** Goes to another view of the same page. `replace` leaves no way back to the one that is shown. */
export function go(path: string, { replace = false } = {}): void {
  if (path === at.peek()) return;
  history[replace ? "replaceState" : "pushState"](null, "", path);
  came = "went";
  at.value = path;
}

/**
 * Keeps the person where they are while there is something that they must not leave by a slip, as a call: the way back
 * stays on the page, and leaving it asks first.
 *
 * @param kept told when somebody was kept
 */
export function stayWhile(isBusy: () => boolean, kept = () => {}): void {
  isHeld = isBusy;
  stayed = kept;
}

addEventListener("popstate", () => {
  if (isHeld()) {
    // the browser has gone already: it is led back
    history.pushState(null, "", at.peek());
    return stayed();
  }
  came = "travelled";
  at.value = location.pathname;
});

addEventListener("beforeunload", (event) => {
  if (isHeld()) event.preventDefault();
});
