import { effect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { language } from "../words/texts.ts";

/** Draws a page in the document that the server sent, in the place of what stands there until the script has come. */
export function openPage({ title, Page }: { title: () => string; Page: ComponentType }): void {
  effect(() => {
    document.documentElement.lang = language();
    document.title = title();
  });
  const place = document.getElementById("page");
  if (!place) throw new Error("The document has no element with the id `page`.");
  place.replaceChildren();
  render(<Page />, place);
}
