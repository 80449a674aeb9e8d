import { ids } from "../../src/apps.ts";
import { requestLastsDays } from "../../events/saju.ts";
import type { Event } from "../../events/vocabulary.ts";
import { dateInKorea } from "../../projections/accounts/users.ts";
import { signUp } from "../../src/accounts/sign_up.ts";
import { startSession } from "../../src/accounts/start_session.ts";
import { cancelMatch } from "../../src/calls/cancel_match.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { decideMatch } from "../../src/calls/decide_match.ts";
import { endCall } from "../../src/calls/end_call.ts";
import { expireMatch } from "../../src/calls/matcher/expire_match.ts";
import { lapseMatch } from "../../src/calls/matcher/lapse_match.ts";
import { offerMatch } from "../../src/calls/matcher/offer_match.ts";
import { rateCall } from "../../src/calls/rate_call.ts";
import { refundGems } from "../../src/gems/refund_gems.ts";
import { requestMatch } from "../../src/calls/request_match.ts";
import { saveSettings } from "../../src/calls/save_settings.ts";
import { startCall } from "../../src/calls/start_call.ts";
import { eraseChat } from "../../src/chat/erase_chat.ts";
import { leaveChat } from "../../src/chat/leave_chat.ts";
import { markRead } from "../../src/chat/mark_read.ts";
import { sendMessage, toSend } from "../../src/chat/send_message.ts";
import { type Command, type Context, SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { giveGems } from "../../src/gems/give_gems.ts";
import { grantGems } from "../../src/gems/grant_gems.ts";
import { reinstateAccount } from "../../src/safety/reinstate_account.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import { unblockPerson } from "../../src/safety/unblock_person.ts";
import { acceptIntroduction } from "../../src/saju/accept_introduction.ts";
import { changeSajuProfile } from "../../src/saju/change_saju_profile.ts";
import { declineIntroduction } from "../../src/saju/decline_introduction.ts";
import { drawRecommendations } from "../../src/saju/draw_recommendations.ts";
import { lapseIntroduction } from "../../src/saju/lapse_introduction.ts";
import { register } from "../../src/saju/register.ts";
import { requestIntroduction } from "../../src/saju/request_introduction.ts";
import { withdrawIntroduction } from "../../src/saju/withdraw_introduction.ts";
import { hashOf } from "./facts.ts";
import { decideOn, noon, rules } from "./given.ts";
import { blockPerson, eraseAccount, reportPerson, suspendAccount } from "./commands.ts";

/** Repeatable randomness: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6D2B79F5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
  };
}

/** Short, so that two people meet again in a history. */
export const rematchCooldownSec = 60;

/**
 * A history as people make it: random commands, sensible or not, each decided on what came before. The same seed gives
 * the same history.
 */
// what people may do, one line each, over one history and one source of chance
// deno-lint-ignore shape/function-length
export function recordedHistory(seed: number, of: { people: number; steps: number }): Event[] {
  const random = randomFrom(seed);
  const upTo = (n: number) => 1 + Math.floor(random() * n);
  const history: Event[] = [];
  const last: Record<string, number> = {
    ...Object.fromEntries(Object.keys(ids).map((kind) => [kind, 0])),
    user: of.people,
  };
  let nowMs = noon.getTime();

  /** Whether someone may not act at all, as `Admission` says. */
  function isBarred(userId: number): boolean {
    if (history.some((event) => event.type === "AccountErased" && event.data.userId === userId)) return true;
    const last = history.findLast((event) =>
      (event.type === "AccountSuspended" || event.type === "AccountReinstated") && event.data.userId === userId
    );
    return last?.type === "AccountSuspended" && (last.data.until === null || Date.parse(last.data.until) > nowMs);
  }

  function act<I, S, M, A>(command: Command<I, S, M, A>, input: I, me: number): void {
    const newId: Context["newId"] = (kind) => ++last[kind];
    if (!command.whileSuspended && isBarred(me)) return;
    const context: Context = {
      me,
      now: new Date(nowMs),
      newId,
      rules: { ...rules, rematchCooldownSec, consents: { terms: "1" } },
    };
    const { decision, app } = decideOn(history, command, input, context);
    if (isRefusal(decision)) return;
    const correlationId = `act-${history.length}`;
    for (const event of decision) {
      const meta = { actor: me === SYSTEM ? null : me, correlationId, app };
      history.push({ ...event, position: history.length + 1, recordedAt: new Date(nowMs), meta } as Event);
    }
  }

  const consents = [{ kind: "terms" as const, version: "1" }];
  for (let userId = 1; userId <= of.people; userId++) {
    const name = `user${userId}`;
    act(signUp, {
      userId,
      username: name,
      usernameHash: hashOf(name),
      skeletonHashes: [hashOf(`looks of ${name}`)],
      passwordHash: "argon2id",
      age: 18 + upTo(40),
      gender: random() < 0.5 ? "male" : "female",
      profileImage: null,
      consents,
    }, SYSTEM);
  }

  const birthOf = () => ({ birthDate: `${1970 + upTo(35)}-${10 + upTo(2)}-${10 + upTo(18)}`, birthTime: null });
  for (let userId = 1; userId <= of.people; userId++) {
    act(changeSajuProfile, { name: `사람${userId}`, ...birthOf() }, userId);
  }
  act(register, {
    ...{ userId: of.people + 1, email: "last@example.com", emailHash: hashOf("last@example.com") },
    ...{ passwordHash: "argon2id", name: "마지막", gender: "other", ...birthOf() },
    consents,
  }, SYSTEM);

  for (const userId of [1, 2]) act(changeSajuProfile, birthOf(), userId);

  const staff = 1;
  act(setStaff, { userId: staff, isStaff: true }, SYSTEM);

  const decideOpen = (me: number) => {
    const open = history.findLast((event) => event.type === "MatchOffered" && event.data.userIds.includes(me));
    if (open?.type !== "MatchOffered") return;
    act(decideMatch, { match_id: open.data.matchId, decision: random() < 0.85 ? "accept" : "reject" }, me);
  };
  const start = (me: number) => {
    const made = history.findLast((event) => event.type === "MatchMade" && event.data.userIds.includes(me));
    if (made?.type === "MatchMade") act(startCall, { match_id: made.data.matchId }, me);
  };
  const rate = (me: number) =>
    act(rateCall, { call_id: upTo(last.call + 1), rating: upTo(5), comment: random() < 0.5 ? "좋음" : null }, me);
  /** Whom someone met, and in which match. */
  const metBy = (me: number) => {
    const met = history.filter((event) => event.type === "MatchOffered" && event.data.userIds.includes(me));
    const event = met.length > 0 ? met[Math.floor(random() * met.length)] : undefined;
    if (event?.type !== "MatchOffered") return undefined;
    const [a, b] = event.data.userIds;
    return { other: a === me ? b : a, met: { kind: "match" as const, id: event.data.matchId } };
  };
  const block = (me: number) => {
    const met = metBy(me);
    if (met) act(blockPerson, met, me);
  };
  const give = (me: number) => {
    const met = metBy(me);
    if (met) act(giveGems, { ...met, unknown: "call.unknown", gems: upTo(30) }, me);
  };
  const report = (me: number) => {
    const met = metBy(me);
    if (!met) return;
    act(reportPerson, { other: met.other, about: met.met, reason: "fraud", comment: "돈", picture: null }, me);
  };
  const provided = { provider: "development" };
  act(refundGems, { ...provided, paymentHash: hashOf("payment-0") }, SYSTEM);
  const pairs: [number, number][] = [];
  for (let a = 1; a < of.people; a += 2) pairs.push([a, a + 1], [1, a + 1]);
  for (const [a, b] of pairs.slice(1)) {
    act(requestIntroduction, { receiver_id: b }, a);
    act(acceptIntroduction, { match_id: last.introduction }, b);
  }
  const introduce = (me: number) => act(requestIntroduction, { receiver_id: upTo(of.people + 1) }, me);
  const accept = (me: number) => act(acceptIntroduction, { match_id: upTo(last.introduction + 1) }, me);
  const decline = (me: number) =>
    random() < 0.3 && act(declineIntroduction, { match_id: upTo(last.introduction + 1) }, me);
  const withdraw = (me: number) => {
    const asked = history.filter((event) => event.type === "IntroductionRequested" && event.data.requesterId === me);
    const one = asked[Math.floor(random() * asked.length)];
    if (one?.type === "IntroductionRequested" && random() < 0.3) {
      act(withdrawIntroduction, { match_id: one.data.introductionId }, me);
    }
  };
  const chartOf = (me: number) => {
    const told = history.findLast((event) =>
      event.type === "SajuProfileChanged" && event.data.userId === me && event.data.pillars !== undefined
    );
    const pillars = told?.type === "SajuProfileChanged" ? told.data.pillars : undefined;
    return pillars ? pillars.year + pillars.month + pillars.day : "";
  };
  const draw = (me: number) => {
    const shown = new Set([upTo(of.people + 1), upTo(of.people), upTo(of.people)]);
    shown.delete(me);
    const people = [...shown].map((userId, n) => ({ userId, newcomer: n === 0 }));
    act(drawRecommendations, { day: dateInKorea(new Date(nowMs)), chart: chartOf(me), people }, me);
  };
  const describe = (me: number) =>
    act(changeSajuProfile, {
      ...random() < 0.5 ? { bio: random() < 0.3 ? null : `소개 ${upTo(9)}` } : { birthTime: "10:30" },
      ...random() < 0.2
        ? { preferredGender: random() < 0.5 ? null : "other" as const, ageRange: [20, 20 + upTo(70)] }
        : {},
      ...random() < 0.1 ? { paused: random() < 0.5 } : {},
      ...random() < 0.1 ? { birthDate: birthOf().birthDate } : {},
    }, me);
  const write = (me: number) => {
    const message = { chat_id: upTo(last.chat), content: `말 ${upTo(3)}`, client_id: String(upTo(50)) };
    act(sendMessage, toSend({ hash: hashOf }, { me }, message), me);
  };
  const read = (me: number) => act(markRead, { chat_id: upTo(last.chat), message_id: upTo(last.message + 1) }, me);
  const leave = (me: number) => random() < 0.1 && act(leaveChat, { chat_id: upTo(last.chat) }, me);
  const acts: ((me: number) => void)[] = [
    ...[write, write, write, write, read, read, leave],
    ...[introduce, introduce, accept, decline, withdraw, draw, describe],
    () => act(eraseChat, { chat_id: upTo(last.chat) }, SYSTEM),
    (me) => act(requestMatch, {}, me),
    (me) => act(requestMatch, {}, me),
    ...[decideOpen, decideOpen, decideOpen, decideOpen, decideOpen, start, start, rate, rate],
    (me) => {
      for (let other = 1; other <= of.people; other++) {
        if (me === other) continue;
        act(offerMatch, { userIds: [Math.min(me, other), Math.max(me, other)], cells: [null, null] }, SYSTEM);
      }
    },
    (me) => act(decideMatch, { match_id: upTo(last.match + 1), decision: "accept" }, me),
    (me) => random() < 0.2 && act(cancelMatch, {}, me),
    (me) => act(endCall, { call_id: upTo(last.call + 1) }, me),
    (me) =>
      act(chargeGems, {
        ...provided,
        productId: "gems_100",
        paymentHash: hashOf(`payment-${upTo(of.people * 2)}`),
      }, me),
    () =>
      random() < 0.1 && act(refundGems, { ...provided, paymentHash: hashOf(`payment-${upTo(of.people * 2)}`) }, SYSTEM),
    (me) =>
      act(saveSettings, {
        preferred_gender: random() < 0.7 ? "all" : random() < 0.5 ? "male" : "female",
        age_range: random() < 0.7 ? [19, 99] : [19, 30 + upTo(30)],
        radius_km: null,
      }, me),
    (me) => {
      const sessionId = `00000000-0000-4000-8000-${String(history.length).padStart(12, "0")}`;
      const input = { sessionId, userId: me, refreshHash: hashOf(sessionId), device: "phone", address: "::1" };
      act(startSession, { ...input, passwordHash: "argon2id", lifetimeSec: 100 }, me);
    },
    (me) => random() < 0.2 && block(me),
    (me) => act(unblockPerson, { block_id: upTo(last.block + 1) }, me),
    (me) => random() < 0.1 && report(me),
    give,
    (userId) => {
      const until = random() < 0.5 ? null : new Date(nowMs + upTo(60_000)).toISOString();
      if (random() < 0.2) act(suspendAccount, { userId, reason: "욕설", until }, staff);
    },
    (userId) => random() < 0.5 && act(reinstateAccount, { userId }, staff),
    (userId) => act(reinstateAccount, { userId }, SYSTEM),
    (userId) => random() < 0.1 && act(grantGems, { userId, amount: upTo(30), reason: "사과" }, staff),
    (userId) => random() < 0.01 && act(eraseAccount, { userId }, userId),
    () => act(expireMatch, { matchId: upTo(last.match + 1) }, SYSTEM),
    () => act(lapseMatch, { matchId: upTo(last.match + 1) }, SYSTEM),
    () => act(endCall, { call_id: upTo(last.call + 1), because: "too_long", attended: random() < 0.5 }, SYSTEM),
  ];
  // one of each at least: these before anyone is barred, those below after
  const firstTwo: [number, number] = [of.people - 1, of.people];
  for (const me of firstTwo) act(requestMatch, {}, me);
  act(offerMatch, { userIds: firstTwo, cells: [null, null] }, SYSTEM);
  for (const me of firstTwo) act(decideMatch, { match_id: last.match, decision: "accept" }, me);
  act(startCall, { match_id: last.match }, firstTwo[0]);
  act(endCall, { call_id: last.call }, firstTwo[1]);
  act(rateCall, { call_id: last.call, rating: 5, comment: "좋음" }, firstTwo[0]);
  act(chargeGems, { ...provided, productId: "gems_100", paymentHash: hashOf("payment of a gift") }, firstTwo[0]);
  give(firstTwo[0]);
  for (let step = 0; step < of.steps; step++) {
    nowMs += Math.floor(random() * 500) + (random() < 0.006 ? 60_000 : 0);
    acts[Math.floor(random() * acts.length)](upTo(of.people));
  }
  for (const me of [1, 2]) act(leaveChat, { chat_id: 1 }, me);
  act(eraseAccount, { userId: of.people }, of.people);
  for (let userId = 1; userId <= of.people; userId++) block(userId), report(userId);
  nowMs += requestLastsDays * 24 * 3600 * 1000;
  for (let id = 1; id <= last.introduction; id++) act(lapseIntroduction, { introductionId: id }, SYSTEM);
  return history;
}
