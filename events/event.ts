import type { z } from "zod";

/** Who caused an event, and in answer to what. Kept with every event. */
export type Meta = {
  /** User id of the person who acted; null when the system itself did (a deadline, the matcher). */
  actor: number | null;
  /** Id of the request, socket frame or timer that all events of one cause share. */
  correlationId: string;
  /** Position of the event that this one answers, where there is one. */
  causationPosition?: number;
  /** The name of the app through which it came; `system` where it was none. */
  app: string;
};

/** A fact that has not been appended yet. `data` is exactly what the definition's schema allows. */
export type NewEvent<T extends string = string, D = Record<string, unknown>> = {
  type: T;
  version: number;
  tags: string[];
  data: D;
};

/** A fact as it stands in the log, upcast to the newest version, its personal fields opened. */
export type Recorded<T extends string = string, D = Record<string, unknown>> = NewEvent<T, D> & {
  /** Gapless place in the log, from 1. */
  position: number;
  /** The database's clock at the append; never goes back along the log. */
  recordedAt: Date;
  meta: Meta;
};

type Fields = Record<string, unknown>;

/** What a personal field reads as once its person is forgotten: null. */
export type Opened<D, P extends PropertyKey> = { [K in keyof D]: K extends P ? D[K] | null : D[K] };

/** One type of event: a constructor that carries its schema, version, tags and personal fields. */
export type EventDefinition<T extends string, D extends Fields, P extends keyof D & string> =
  & ((data: D) => NewEvent<T, D>)
  & {
    type: T;
    version: number;
    schema: z.ZodType<D>;
    /** For each personal field, the field of the same event that holds its subject's user id. */
    personal: Record<P, keyof D & string>;
    /** `upcasters[n]` turns data of version n into data of version n + 1. */
    upcasters: Record<number, (data: Fields) => Fields>;
    /** Never present; lets `RecordedOf` read the types. */
    recorded?: Recorded<T, Opened<D, P>>;
  };

const defined: Record<string, AnyDefinition> = {};

/** Any definition, whatever its fields. */
export type AnyDefinition = {
  type: string;
  version: number;
  schema: z.ZodType;
  personal: Record<string, string>;
  upcasters: Record<number, (data: Fields) => Fields>;
};

/** Every event that was defined so far, by its type: what the log can read. */
export const vocabulary: Readonly<Record<string, AnyDefinition | undefined>> = defined;

/**
 * Defines one type of event. Its name, its fields and their meaning are a storage format: they stay readable for ever.
 * A change of shape gets a new version and an upcaster, and a frozen sample in `tests/events`.
 *
 * @param type past tense, unique in the vocabulary
 * @param of.tags what the event is about (`user:7`, `match:3`), from its data alone, most telling first
 * @param of.personal field → the field naming its subject (a user id): stored encrypted under that person's key
 */
export function defineEvent<T extends string, D extends Fields, P extends keyof D & string = never>(type: T, of: {
  version?: number;
  data: z.ZodType<D>;
  tags: (data: D) => string[];
  personal?: Record<P, keyof D & string>;
  upcasters?: Record<number, (data: Fields) => Fields>;
}): EventDefinition<T, D, P> {
  const version = of.version ?? 1;
  const create = (data: D): NewEvent<T, D> => ({
    type,
    version,
    tags: [...new Set(of.tags(data))],
    data: of.data.parse(data),
  });
  const definition = Object.assign(create, {
    type,
    version,
    schema: of.data,
    personal: of.personal ?? {} as Record<P, keyof D & string>,
    upcasters: of.upcasters ?? {},
  });
  if (defined[type]) throw new Error(`Two events are called ${type}.`);
  defined[type] = definition;
  return definition;
}

/** The recorded form of a definition, personal fields nullable: `RecordedOf<typeof CallRated>`. */
export type RecordedOf<E> = E extends { recorded?: infer R } ? NonNullable<R> : never;

/** The data of a recorded event, by its definition. */
export type DataIn<E> = RecordedOf<E> extends { data: infer D } ? D : never;

/** The tags of the vocabulary, in one place so that no two events spell one differently. */
export const tag = {
  user: (userId: number) => `user:${userId}`,
  match: (matchId: number) => `match:${matchId}`,
  /** Two people, in either order. */
  pair: ([a, b]: readonly [number, number]) => `pair:${Math.min(a, b)}-${Math.max(a, b)}`,
  call: (callId: number) => `call:${callId}`,
  introduction: (introductionId: number) => `introduction:${introductionId}`,
  chat: (chatId: number) => `chat:${chatId}`,
  session: (sessionId: string) => `session:${sessionId}`,
  /** `hash` is the keyed hash of the name, never the name. */
  username: (hash: string) => `username:${hash}`,
  /** What a name looks like; `hash` is a keyed hash of its skeleton (UTS 39). */
  skeleton: (hash: string) => `skeleton:${hash}`,
  /** `hash` is the keyed hash of the e-mail address, never the address. */
  email: (hash: string) => `email:${hash}`,
  /** A thing of some app, by its own tag: `match:7`, `call:6`. */
  thing: ({ kind, id }: { kind: string; id: number }) => `${kind}:${id}`,
  block: (blockId: number) => `block:${blockId}`,
  report: (reportId: number) => `report:${reportId}`,
  /** `hash` is the keyed hash of provider and transaction id. */
  payment: (hash: string) => `payment:${hash}`,
  /** `hash` is the keyed hash of an Idempotency-Key with its user, method and path. */
  idempotency: (hash: string) => `idempotency:${hash}`,
};
