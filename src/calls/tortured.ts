import { z } from "zod";
import { MatchRequested, MatchRequestEnded } from "../../events/calls.ts";
import type { NewEvent } from "../../events/event.ts";
import type { Line, Said, Tortured } from "../app/tortured.ts";

const offer = z.looseObject({ match_id: z.int() });
const started = z.looseObject({ call_session_id: z.string() });

/** Writers say plain facts under no guard; people wait, decide and have short calls. */
export const tortured: Tortured = {
  says: ({ next }) => [{ likelihood: 0.35, say: (draw) => waited(draw.whole(1, 3), next) }],
  customer: (line) => ({ acts: [{ likelihood: 0.4, act: () => meet(line) }] }),
};

/** One to three pairs of events: somebody waits, and does no more. */
function waited(pairs: number, next: () => number): Said {
  const events: NewEvent[] = [];
  for (let n = 0; n < pairs; n++) {
    const userId = next();
    const since = new Date().toISOString();
    events.push(MatchRequested({ userId, since }), MatchRequestEnded({ userId, reason: "cancelled" }));
  }
  return { events, guards: [] };
}

/** Waits for an offer, says yes, and where the other does so too has a short call. */
async function meet({ ask, draw }: Line): Promise<void> {
  const asked = await ask("/api/match/random/?wait=1", { method: "GET" });
  const offered = offer.safeParse(asked.body);
  if (asked.status !== 200 || !offered.success) {
    if (draw.chance(0.3)) await ask("/api/match/cancel/", {});
    return;
  }
  const { match_id } = offered.data;
  await ask("/api/match/decision/", { body: { match_id, decision: draw.chance(0.8) ? "accept" : "reject" } });
  const call = started.safeParse((await ask("/api/call/start/", { body: { match_id } })).body);
  if (call.success) await ask("/api/call/end/", { body: { call_session_id: call.data.call_session_id } });
}
