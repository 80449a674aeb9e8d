import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/** So far from its end a chat still counts as read to the end, in pixels. */
const nearPx = 60;

/**
 * Keeps a chat where its reader is: at its end, while they are there, and else at what they read, whatever comes above
 * it or below. `isAtEnd` says whether they are there, and is set to take them there; `moved` is called once it was scrolled, and after each drawing.
 */
export function useScrolling(
  { scroller, isAtEnd, moved }: { scroller: RefObject<HTMLElement>; isAtEnd: { current: boolean }; moved(): void },
) {
  // where it is before the new lines are put in; the lines of days move
  const anchor = scroller.current?.querySelector<HTMLElement>(".said");
  const before = anchor?.offsetTop;

  function toEnd(): void {
    isAtEnd.current = true;
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }

  function scrolled(): void {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearPx;
    moved();
  }

  useLayoutEffect(() => {
    if (scroller.current && anchor?.isConnected && before !== undefined) {
      scroller.current.scrollTop += anchor.offsetTop - before;
    }
    if (isAtEnd.current) toEnd();
    moved();
  });

  useEffect(() => {
    if (!scroller.current) return;
    // the keyboard of a telephone takes half of it
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  return { toEnd, scrolled };
}
