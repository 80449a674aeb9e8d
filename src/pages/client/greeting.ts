import type { Greeting } from "../greeting.ts";

/** What the server told of this browser in a document: who is there need not be asked. */
export function greetingIn(document: Document): Greeting | undefined {
  const content = document.querySelector<HTMLMetaElement>('meta[name="greeting"]')?.content;
  return content ? JSON.parse(content) : undefined;
}

/** What it tells now: the token of before is of no use once somebody has logged out. */
export async function greetAgain(): Promise<Greeting | undefined> {
  const answer = await fetch(location.href);
  return greetingIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
}
