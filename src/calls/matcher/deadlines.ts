import { pendingMatches } from "../../../projections/calls/call_matches.ts";
import { runningCalls } from "../../../projections/calls/call_sessions.ts";
import type { Event } from "../../../events/vocabulary.ts";
import { type Asker, SYSTEM } from "../../deciding/command.ts";
import { openDeadlines } from "../../leaders/deadlines.ts";
import type { Fence } from "../../log/log.ts";
import { isRefusal } from "../../answers/refusals.ts";
import type { System } from "../../system.ts";
import { abandonedCalls, dropCallPresence, graceSec, isAttended } from "../call_presence.ts";
import { endCall, longestSec } from "../end_call.ts";
import { expireMatch } from "./expire_match.ts";
import { lapseMatch } from "./lapse_match.ts";

const checkAbandonedEveryMs = 1_000;

/**
 * Ends what nobody ended in time: offers, matches without a call, calls of a lifetime. The deadlines stand in the log,
 * so that the next leader knows them all.
 */
export async function runDeadlines(system: System, fence: Fence, signal: AbortSignal): Promise<void> {
  const { log, registry, run, now, sql } = system;
  // after a restart of everything the sockets have as long again to return
  const leadsSince = now().getTime();
  using open = openDeadlines({ now, isUnmet: isRefusal, failed: (error) => system.report("deadlines", error) });
  const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), fence, wait: false };

  const offer = (matchId: number, at: string) =>
    open.set(`match:${matchId}`, at, () => run(expireMatch, { matchId }, asker));
  const made = (matchId: number, at: string) =>
    open.set(`match:${matchId}`, at, () => run(lapseMatch, { matchId }, asker));
  const started = (callId: number, at: string) =>
    open.set(`call:${callId}`, after(at, longestSec.restOnly), async () => {
      if (!await isAttended(sql, callId)) return await tooLong(callId, false);
      open.set(`call:${callId}`, after(at, longestSec.withSockets), () => tooLong(callId, true));
    });
  const tooLong = (callId: number, attended: boolean) =>
    run(endCall, { call_id: callId, because: "too_long", attended }, asker);

  const pending = await pendingMatches(registry);
  for (const match of pending.matches) {
    if (match.status === "made" && match.start_by !== null) made(match.id, match.start_by);
    else offer(match.id, match.expires_at);
  }
  const running = await runningCalls(registry);
  for (const call of running.calls) started(call.id, call.started_at);

  const checking = setInterval(() => {
    if (now().getTime() - leadsSince < graceSec * 1000) return;
    endAbandoned(system, asker).catch((error) => system.report("abandoned calls", error));
  }, checkAbandonedEveryMs);
  try {
    await log.subscribe(Math.min(pending.at, running.at), (events) => events.forEach(note), signal);
  } finally {
    clearInterval(checking);
  }

  function note(event: Event): void {
    switch (event.type) {
      case "MatchOffered":
        return offer(event.data.matchId, event.data.expiresAt);
      case "MatchMade":
        return made(event.data.matchId, event.data.startBy);
      case "MatchDropped":
      case "MatchLapsed":
        return open.delete(`match:${event.data.matchId}`);
      case "CallStarted":
        open.delete(`match:${event.data.matchId}`);
        return started(event.data.callId, event.data.startedAt);
      case "CallEnded":
        return open.delete(`call:${event.data.callId}`);
    }
  }
}

/** Ends the calls whose people have been away for too long. */
async function endAbandoned({ run, now, sql }: System, asker: Asker): Promise<void> {
  for (const callId of await abandonedCalls(sql, now())) {
    const ended = await run(endCall, { call_id: callId, because: "disconnected" }, asker);
    if (!isRefusal(ended) || ended.refusal === "call.unknown") await dropCallPresence(sql, callId);
  }
}

function after(at: string, sec: number): string {
  return new Date(new Date(at).getTime() + sec * 1000).toISOString();
}
