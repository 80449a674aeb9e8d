import { signal } from "@preact/signals";

const announced = signal("");
const shown = signal<string | undefined>();
const shownMs = 5_000;
let hiding: ReturnType<typeof setTimeout> | undefined;

/** Says something to those who do not see the page. */
export function announce(text: string): void {
  announced.value = text;
}

/** Says for a moment, to everybody, what was done or has happened. */
export function toast(text: string): void {
  clearTimeout(hiding);
  shown.value = text;
  hiding = setTimeout(hush, shownMs);
}

/** Takes back what `toast` said. */
export function hush(): void {
  shown.value = undefined;
}

/** Where `announce` and `toast` say what they say; once in a page. */
export function Announcer() {
  return (
    <>
      <p id="announcer" class="unseen" role="status">{announced}</p>
      <p id="toast" role="status">{shown}</p>
    </>
  );
}
