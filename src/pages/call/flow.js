/*
 * What is shown, as a value: made from `GET /api/sync`, carried on by the frames that come. Pure, so that a frame that
 * comes twice, or a snapshot in between, does no harm.
 */

/**
 * @typedef {{ username: string | null, age: number | null, gender: string | null, profile_image: string | null,
 *   rating: number | null }} Partner
 * @typedef {{
 *   phase: "idle" | "waiting" | "offer" | "starting" | "call" | "rating",
 *   balance: number,
 *   matchId?: number,
 *   partner?: Partner,
 *   expiresAt?: string,
 *   showTimeSec?: number,
 *   accepted?: boolean,
 *   callId?: string,
 *   startedAt?: string,
 *   isPartnerHere?: boolean,
 *   endReason?: string,
 *   durationSec?: number,
 *   notice?: string,
 * }} Flow
 */

/** @type {Flow} */
export const nothing = { phase: "idle", balance: 0 };

/**
 * How everything is, by a snapshot. What only we know of the same match or call is kept.
 *
 * @param {Flow} flow
 * @param {any} sync the answer of `GET /api/sync`
 * @returns {Flow}
 */
export function fromSync(flow, { matching, match, call, gems }) {
  const balance = gems.balance;
  const known = (matchId) => flow.matchId === matchId ? flow : { accepted: false };
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
const notices = { absent: "absent", profile: "nameless", gems: "tooDear", lapsed: "lapsed", ended: "matchOver" };

/**
 * What a frame makes of what is shown.
 *
 * @param {Flow} flow
 * @param {string} type
 * @param {any} data
 * @returns {Flow}
 */
export function next(flow, type, data) {
  const { balance } = flow;
  switch (type) {
    case "match.offered":
      return {
        phase: "offer",
        balance,
        accepted: flow.matchId === data.match_id && flow.accepted,
        matchId: data.match_id,
        partner: data.matched_user,
        expiresAt: data.expires_at,
        showTimeSec: data.show_time_sec,
      };
    case "match.matched":
      return isPast(flow, data.match_id) ? flow : { ...flow, phase: "starting", matchId: data.match_id };
    case "match.next":
      return flow.matchId !== data.match_id
        ? flow
        : { phase: data.waiting ? "waiting" : "idle", balance, notice: flow.accepted ? "notThisTime" : "offerOver" };
    case "match.cancelled":
      if (data.match_id !== undefined && flow.matchId !== data.match_id) return flow;
      if (data.match_id === undefined && flow.phase !== "waiting") return flow;
      return { phase: "idle", balance, notice: notices[data.reason] };
    case "call.started":
      return {
        ...(flow.matchId === data.match_id ? flow : { balance }),
        phase: "call",
        matchId: data.match_id,
        callId: data.call_session_id,
        startedAt: data.started_at,
        isPartnerHere: true,
      };
    case "call.ended":
      return flow.callId === data.call_session_id
        ? { ...flow, phase: "rating", endReason: data.reason, durationSec: data.duration_sec }
        : flow;
    case "presence":
      return flow.callId === data.call_session_id ? { ...flow, isPartnerHere: data.online } : flow;
    case "gems.changed":
      return { ...flow, balance: data.balance };
    default:
      return flow;
  }
}

function isPast(flow, matchId) {
  return flow.matchId === matchId && flow.callId !== undefined;
}

/** What a condition costs when a match is made, as the server counts it. */
export function costOf({ gender, ageMin, ageMax, radiusKm }, prices) {
  return (gender === "all" ? 0 : prices.gender) + (ageMin > 19 || ageMax < 99 ? prices.age : 0) +
    (radiusKm === null ? 0 : prices.radius);
}
