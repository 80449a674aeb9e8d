import { useEffect, useReducer } from "preact/hooks";

/** Draws a component again and again, for what changes by itself. */
export function useTick(everyMs: number): void {
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  useEffect(() => {
    const timer = setInterval(draw, everyMs, undefined);
    return () => clearInterval(timer);
  }, [everyMs]);
}
