import { effect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { Banner } from "../parts/banner.tsx";
import { language, t } from "../words/texts.ts";
import { Frame } from "./frame.tsx";
import { session } from "./session.ts";

/** Draws a page in the document that the server sent, in the place of what stands there until the script has come. */
export function openPage({ title, Page }: { title: () => string; Page: ComponentType }): void {
  effect(() => {
    document.documentElement.lang = language();
    document.title = title();
  });
  const place = document.getElementById("page");
  if (!place) throw new Error("The document has no element with the id `page`.");
  place.replaceChildren();
  void session.begin();
  render(<Known Page={Page} />, place);
}

/** The page, once it is known who is there: nobody who is logged in is shown a form to log in. */
function Known({ Page }: { Page: ComponentType }) {
  if (session.isKnown.value) return <Page />;
  return <Frame>{session.isLost.value && <Banner kind="problem">{t("offline")}</Banner>}</Frame>;
}
