import type { Check, Note } from "./check.ts";

/** Positions are gapless from 1, and the database's clock never went back. */
export function checkSequence(note: Note): Check {
  let position = 0;
  let recordedAt = -Infinity;
  return {
    see(event) {
      if (event.position !== position + 1) note(event, `the event before stands at ${position}`);
      position = event.position;
      const at = event.recordedAt.getTime();
      if (at < recordedAt) note(event, `the event is recorded ${recordedAt - at} ms before the one in front of it`);
      recordedAt = Math.max(recordedAt, at);
    },
  };
}
