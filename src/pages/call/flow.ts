import type { Frame } from "../../realtime/protocol.ts";

/*
 * What is shown, as a value: made from `GET /api/sync`, carried on by the frames that come. Pure, so that a frame that
 * comes twice, or a snapshot in between, does no harm.
 */

type DataOf<T extends Frame["type"]> = Extract<Frame, { type: T }>["data"];

/** What an offer shows of the other person. */
export type Partner = DataOf<"match.offered">["matched_user"];

/** Why a wait or a match ended without us. */
export type CancelReason = DataOf<"match.cancelled">["reason"];

/** Why a call ended. */
export type EndReason = DataOf<"call.ended">["reason"];

/** What the home view or the queue has to say, by the name of its text. */
export type Notice =
  | "absent"
  | "nameless"
  | "tooDear"
  | "lapsed"
  | "matchOver"
  | "notThisTime"
  | "offerOver"
  | "stoppedWaiting";

export type Phase = "idle" | "waiting" | "offer" | "starting" | "call" | "rating";

export type Flow = {
  phase: Phase;
  balance: number;
  matchId?: number;
  /** Of somebody whose call was found in the history the name alone is known. */
  partner?: Partial<Partner>;
  expiresAt?: string;
  showTimeSec?: number;
  /** Whether this screen accepted, so that the call is here. */
  accepted?: boolean;
  callId?: string;
  startedAt?: string;
  isPartnerHere?: boolean;
  endReason?: EndReason;
  durationSec?: number;
  notice?: Notice;
};

export const nothing: Flow = { phase: "idle", balance: 0 };

/** The part of a snapshot that calls show. */
export type Snapshot = {
  matching: boolean;
  match: { match_id: number; status: "offered" | "matched"; matched_user: Partner; expires_at: string } | null;
  call: { call_session_id: string; match_id: number; started_at: string } | null;
  gems: { balance: number };
};

/** How everything is, by a snapshot. What only we know of the same match or call is kept. */
export function fromSync(flow: Flow, { matching, match, call, gems }: Snapshot): Flow {
  const balance = gems.balance;
  const known = (matchId: number) => flow.matchId === matchId ? flow : { accepted: false };
  if (call) {
    const { match_id: matchId, call_session_id: callId, started_at: startedAt } = call;
    return { ...known(matchId), phase: "call", balance, matchId, callId, startedAt, isPartnerHere: true };
  }
  if (match) {
    const { match_id: matchId, matched_user: partner, expires_at: expiresAt } = match;
    const phase = match.status === "matched" ? "starting" : "offer";
    return { ...known(matchId), phase, balance, matchId, partner, expiresAt };
  }
  if (matching) return { phase: "waiting", balance, notice: flow.notice };
  // a call that ended while we were away still wants its stars
  if (flow.callId !== undefined) return { ...flow, phase: "rating", balance };
  return { phase: "idle", balance, notice: flow.notice };
}

/** What to say of the end of a wait or a match; nothing where one has ended it oneself. */
const notices: Record<CancelReason, Notice | undefined> = {
  cancelled: undefined,
  absent: "absent",
  profile: "nameless",
  gems: "tooDear",
  lapsed: "lapsed",
  ended: "matchOver",
};

/** What a frame makes of what is shown; one of another app makes nothing of it. */
export function next(flow: Flow, frame: Frame): Flow {
  const { balance } = flow;
  switch (frame.type) {
    case "match.offered":
      return offered(flow, frame.data);
    case "match.matched":
      return isPast(flow, frame.data.match_id) ? flow : { ...flow, phase: "starting", matchId: frame.data.match_id };
    case "match.next":
      return flow.matchId !== frame.data.match_id ? flow : {
        phase: frame.data.waiting ? "waiting" : "idle",
        balance,
        notice: flow.accepted ? "notThisTime" : "offerOver",
      };
    case "match.cancelled":
      return cancelled(flow, frame.data);
    case "call.started":
      return started(flow, frame.data);
    case "call.ended":
      return flow.callId === frame.data.call_session_id
        ? { ...flow, phase: "rating", endReason: frame.data.reason, durationSec: frame.data.duration_sec }
        : flow;
    case "presence":
      return flow.callId === frame.data.call_session_id ? { ...flow, isPartnerHere: frame.data.online } : flow;
    case "gems.changed":
      return { ...flow, balance: frame.data.balance };
    default:
      return flow;
  }
}

function offered(flow: Flow, data: DataOf<"match.offered">): Flow {
  return {
    phase: "offer",
    balance: flow.balance,
    accepted: flow.matchId === data.match_id && flow.accepted,
    matchId: data.match_id,
    partner: data.matched_user,
    expiresAt: data.expires_at,
    showTimeSec: data.show_time_sec,
  };
}

function cancelled(flow: Flow, data: DataOf<"match.cancelled">): Flow {
  const isOurs = data.match_id === undefined ? flow.phase === "waiting" : flow.matchId === data.match_id;
  return isOurs ? { phase: "idle", balance: flow.balance, notice: notices[data.reason] } : flow;
}

function started(flow: Flow, data: DataOf<"call.started">): Flow {
  return {
    ...(flow.matchId === data.match_id ? flow : { balance: flow.balance }),
    phase: "call",
    matchId: data.match_id,
    callId: data.call_session_id,
    startedAt: data.started_at,
    isPartnerHere: true,
  };
}

function isPast(flow: Flow, matchId: number): boolean {
  return flow.matchId === matchId && flow.callId !== undefined;
}

/** Whether the person is wanted at once: an offer runs out, a call is under way. */
export const isUrgent = ({ phase }: Flow): boolean => phase === "offer" || isInCall({ phase });

/** Whether a call is under way or about to begin. */
export const isInCall = ({ phase }: Pick<Flow, "phase">): boolean => phase === "starting" || phase === "call";
