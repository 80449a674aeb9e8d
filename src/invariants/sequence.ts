import type { Invariant } from "../app/invariants.ts";

/** Positions are gapless from 1, and the database's clock never went back. */
export const sequence: Invariant<never> = {
  says: "positions are gapless, and recorded times never go back",
  begin(note) {
    let position = 0;
    let recordedAt = -Infinity;
    return {
      on: {},
      before(event) {
        if (event.position !== position + 1) note(event, `the event before stands at ${position}`);
        position = event.position;
        const at = event.recordedAt.getTime();
        if (at < recordedAt) note(event, `the event is recorded ${recordedAt - at} ms before the one in front of it`);
        recordedAt = Math.max(recordedAt, at);
      },
    };
  },
};
