import type { commonRules } from "../page.ts";

/**
 * What the server told the page with its document: the rules of this installation, which need no request of their own.
 *
 * @example `const rules = rulesOf<typeof callRules>()`, by the function that makes them on the server
 */
export function rulesOf<R extends (...needed: never[]) => unknown = () => unknown>():
  & ReturnType<typeof commonRules>
  & ReturnType<R> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="rules"]');
  // written by the server that serves this very page
  return JSON.parse(meta?.content ?? "{}");
}
