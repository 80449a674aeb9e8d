import { apps, ids } from "../../src/apps.ts";
import type { Event } from "../../events/vocabulary.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import type { Met } from "../../src/app/meetings.ts";
import type { Rules } from "../../src/configuration/rules.ts";
import { type Command, type Context, SYSTEM } from "../../src/deciding/command.ts";
import { brought } from "./brought.ts";
import { decideOn, noon, rules } from "./given.ts";

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

/** Somebody whom one met, and where. */
export type Meeting = { other: number; met: Met };

/** A history that is being made, and its one source of chance. */
export type Scene = {
  /** People have the user ids from 1 to this. */
  people: number;
  history: readonly Event[];
  /** The newest id of each kind. */
  last: Record<string, number>;
  random(): number;
  /** A whole number from 1 to this. */
  upTo(n: number): number;
  now(): Date;
  /** Lets time pass. */
  passes(ms: number): void;
  /** Somebody tries to do something: nothing happens if they are refused or may not act at all. */
  act<I, S, M, A>(command: Command<I, S, M, A>, input: I, me: number): void;
  /** One of those whom somebody met, if they met anybody. */
  metBy(me: number): Meeting | undefined;
};

/** What people do in an app. */
export type Playing = {
  /** What happens first, once: nobody is barred yet. In the order of the apps. */
  begins?(): void;
  /** What anybody may do at any time; what is likelier stands there more than once. */
  acts: readonly ((me: number) => unknown)[];
  /** Whom somebody has met in the app. */
  meetings?(me: number): Meeting[];
  /** What happens last, once, so that each fact is there. */
  ends?(): void;
};

/** What an app brings for recorded histories: `export const acts` in `tests/<app>/acts.ts`. */
export type Acts = { rules?: Partial<Rules>; play(scene: Scene): Playing };

const all = (await Promise.all(apps.map(({ name }) => brought<{ acts: Acts }>(name, "acts.ts"))))
  .flatMap((file) => file?.acts ?? []);
const ruled: Rules = Object.assign({}, rules, ...all.map(({ rules }) => rules));

/**
 * A history as people make it: random commands of all apps, sensible or not, each decided on what came before. The same
 * seed gives the same history.
 */
export function recordedHistory(seed: number, of: { people: number; steps: number }): Event[] {
  const random = randomFrom(seed);
  const { scene, history } = makeScene(random, of.people);
  const playing = all.map(({ play }) => play(scene));
  const meetings = (me: number) => playing.flatMap((app) => app.meetings?.(me) ?? []);
  scene.metBy = (me) => {
    const met = meetings(me);
    return met[Math.floor(random() * met.length)];
  };
  const acts = playing.flatMap((app) => app.acts);
  for (const app of playing) app.begins?.();
  for (let step = 0; step < of.steps; step++) {
    scene.passes(Math.floor(random() * 500) + (random() < 0.006 ? 60_000 : 0));
    acts[Math.floor(random() * acts.length)](scene.upTo(of.people));
  }
  for (const app of playing) app.ends?.();
  return history;
}

function makeScene(random: () => number, people: number): { scene: Scene; history: Event[] } {
  const history: Event[] = [];
  const last: Record<string, number> = {
    ...Object.fromEntries(Object.keys(ids).map((kind) => [kind, 0])),
    user: people,
  };
  let nowMs = noon.getTime();

  function act<I, S, M, A>(command: Command<I, S, M, A>, input: I, me: number): void {
    const now = new Date(nowMs);
    const newId: Context["newId"] = (kind) => ++last[kind];
    if (!command.whileSuspended && isBarred(history, me, nowMs)) return;
    const { decision, app } = decideOn(history, command, input, { me, now, newId, rules: ruled });
    if (isRefusal(decision)) return;
    const correlationId = `act-${history.length}`;
    for (const event of decision) {
      const meta = { actor: me === SYSTEM ? null : me, correlationId, app };
      history.push({ ...event, position: history.length + 1, recordedAt: now, meta } as Event);
    }
  }

  const scene: Scene = {
    ...{ people, history, last, random, act },
    upTo: (n) => 1 + Math.floor(random() * n),
    now: () => new Date(nowMs),
    passes: (ms) => void (nowMs += ms),
    metBy: () => undefined,
  };
  return { scene, history };
}

/** Whether someone may not act at all, as `Admission` says. */
function isBarred(history: readonly Event[], userId: number, nowMs: number): boolean {
  if (history.some((event) => event.type === "AccountErased" && event.data.userId === userId)) return true;
  const last = history.findLast((event) =>
    (event.type === "AccountSuspended" || event.type === "AccountReinstated") && event.data.userId === userId
  );
  return last?.type === "AccountSuspended" && (last.data.until === null || Date.parse(last.data.until) > nowMs);
}
