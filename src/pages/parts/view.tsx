import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Whether a view was shown before: at the very start nobody has gone anywhere yet. */
let isStarted = false;

type ViewProps = { id: string; class?: string; children: ComponentChildren };

/**
 * One view of a page: `view-<id>`, with the heading `<id>-title` (`tabIndex={-1}`) in it. When it appears, focus moves
 * to its heading, for people who cannot see that it did.
 */
export function View({ id, class: look, children }: ViewProps) {
  const section = useRef<HTMLElement>(null);
  // before it is seen: whoever has begun to scroll or to click is not thrown back
  useLayoutEffect(() => {
    scrollTo(0, 0);
    if (isStarted) section.current?.querySelector("h1")?.focus({ preventScroll: true });
    isStarted = true;
  }, [id]);
  return (
    <section key={id} ref={section} id={`view-${id}`} class={look} aria-labelledby={`${id}-title`}>{children}</section>
  );
}
