import type { ComponentChildren } from "preact";
import type { Acting } from "./acting.ts";

type BannerProps = { kind: "problem" | "success" | "notice"; id?: string; children?: ComponentChildren };

/**
 * A sentence in a coloured field: what went wrong, what was done, or what there is to know. It is there before it says
 * something, so that screen readers hear it when it does.
 */
export function Banner({ kind, id, children }: BannerProps) {
  return <p id={id} class={kind} role={kind === "problem" ? "alert" : "status"}>{children}</p>;
}

/** What went wrong with what a form or a button does. */
export function ProblemBanner({ of }: { of: Acting }) {
  return <Banner kind="problem">{of.said.value}</Banner>;
}
