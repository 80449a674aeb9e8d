import { z } from "zod";
import type { Event } from "../../events/vocabulary.ts";
import type { RefusalCode } from "../answers/refusals.ts";
import type { Config } from "../configuration/config.ts";
import type { Secrets } from "../configuration/secrets.ts";

/** Seeded chance: the same draws for the same seed. */
export type Draw = {
  /** From 0 up to 1, without it. */
  next(): number;
  /** True with a probability from 0 to 1. */
  chance(probability: number): boolean;
  /** A number between two. */
  between(min: number, max: number): number;
  /** A whole number between two, both included. */
  whole(min: number, max: number): number;
  pick<T>(of: readonly T[]): T;
  /** Mostly short, seldom long: exponential around a mean, cut off at six times of it. */
  around(mean: number): number;
  /** A UUID; unlike `crypto.randomUUID`, the same for the same seed. */
  uuid(): string;
};

/** What a person asks of the server, and what the contract lets it answer. */
export type Question<T> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the documents have it, with `{names}`: `params` says what stands for them. */
  path: string;
  params?: Readonly<Record<string, number>>;
  query?: string;
  body?: unknown;
  /** The shape of a good answer. */
  answer: z.ZodType<T>;
  /** Problems that the contract allows here; anything else is a surprise. */
  problems?: readonly RefusalCode[];
  /** The status of a good answer; 200 unless said otherwise. */
  good?: readonly number[];
  /** Whether to send an Idempotency-Key, and so whether the bad network plays its tricks. */
  keyed?: boolean;
  /** Whether it waits by design; kept apart in the figures. */
  waits?: boolean;
};

/** A good answer, or the code of the problem; `broken` when the contract was. */
export type Reply<T> = { status: number; body: T } | { problem: RefusalCode | "broken" };

/** One person's way to the server. */
export type Ask = <T>(question: Question<T>) => Promise<Reply<T>>;

/** What most answers say. */
export const message = z.object({ message: z.string() });

/**
 * What becomes so for good, as those know it who do it. Others are checked against it: look at `must` before asking and
 * at `may` after the answer.
 */
export type Facts = {
  /** From now on it may be so; call what this returns once it is known whether it is. */
  begin(fact: string): (isSo: boolean) => void;
  /** Whether it is so, or somebody is about to make it so. */
  may(fact: string): boolean;
  /** Whether it is so for certain. */
  must(fact: string): boolean;
};

/** The fact that one of two people, by their user ids, has blocked the other. */
export const apart = (one: number, other: number): string =>
  `${Math.min(one, other)} and ${Math.max(one, other)} are apart`;

/** What everyone in a run shares. Apps add to it what their own people share. */
export interface World {
  url: string;
  /** Those who have arrived. */
  people: readonly Person[];
  facts: Facts;
  /** Whether it is time to finish what one is at and leave. */
  isOver(): boolean;
  /** Waits; rejects when all is ended. */
  pause(ms: number): Promise<void>;
  /** Counts what people did or heard, by name. */
  count(what: string): void;
  /** Notes how long something took. */
  took(what: string, ms: number): void;
}

/** Somebody who uses the system. Apps add what other apps may know of their people. */
export interface Person {
  number: number;
  userId: number;
  username: string;
  gender: "male" | "female";
  age: number;
  world: World;
  draw: Draw;
  ask: Ask;
  /** What they are at, in a word; empty where it is nothing much. Shown while the run goes on. */
  doing: string;
  /** Where they met whom, newest last: so they may block or report them. */
  met: { kind: string; id: number; other: Person }[];
  /** Notes that answers, each allowed, do not go together. */
  surprise(detail: string): void;
}

/** What somebody may do next, and how likely that is beside all else that they may do. */
export type Act = { likelihood: number; act(): Promise<void> };

/** What somebody does in an app. */
export type Life = {
  /** What they set up when they come, having signed up and in. */
  arrives?(): Promise<void>;
  acts: readonly Act[];
  /** What they finish, and look at once more, before they go. */
  leaves?(): Promise<void>;
};

/** What the summary of a run says of an app, by its log. */
export type Teller = {
  see(event: Event): void;
  /** Sentences by what they are about. */
  says(): Record<string, string>;
};

/** What people of an app do when `deno task simulate` plays them. */
export type Simulates = {
  /** What its people share in a run. */
  opens?(of: { url: string; config: Config; secrets: Secrets }): Partial<World> | Promise<Partial<World>>;
  /** Makes somebody's life in the app. `who` draws what they are like: by the seed alone, whatever happens later. */
  life(person: Person, who: Draw): Life;
  tells?(): Teller;
};
