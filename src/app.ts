import type { AnyDefinition } from "../events/event.ts";
import type { Look } from "../projections/accounts/looks.ts";
import type { AnyProjection, Reader } from "../projections/projection.ts";
import type { Begin, Begins } from "./app/begins.ts";
import type { Besides, ExportPart } from "./app/exports.ts";
import type { AnyPictures, Forgets, Kept, Pictures } from "./app/keeping.ts";
import type { AnyLeaving } from "./app/leaving.ts";
import type { Priced } from "./app/priced.ts";
import type { AnyNames, MeetingKind } from "./app/meetings.ts";
import type { Simulates } from "./app/simulates.ts";
import type { Tortured } from "./app/tortured.ts";
import type { Share, Shares } from "./app/shares.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { NamedAccess, Owned } from "./http/access.ts";
import type { Page } from "./pages/page.ts";
import type { Role } from "./configuration/config.ts";
import type { AppConfiguration } from "./configuration/rules.ts";
import type { IdFields } from "./ids/ids.ts";
import type { AnyInvariant, Invariants } from "./app/invariants.ts";
import type { Fence, Log } from "./log/log.ts";
import type { Reactor } from "./reactors/reactor.ts";
import type { PushedFrame, UnderstoodFrame } from "./realtime/frames.ts";
import type { Hub, SocketWatch } from "./realtime/hub.ts";
import type { SocketLimits } from "./realtime/limits.ts";
import type { Draft, Push } from "./realtime/push.ts";
import type { OnSync } from "./realtime/snapshot.ts";
import type { System } from "./system.ts";

/** What one process at a time does, for as long as it leads. */
export type Leader = {
  /** Which processes may: see `ROLES`. */
  role: Role;
  run(system: System, fence: Fence, signal: AbortSignal): Promise<void>;
};

type Events = Readonly<Record<string, AnyDefinition>>;

/**
 * What an app may bring. The shared rooms (`start`, `http`, `realtime`, `privacy`, `safety`, `invariants`,
 * `tasks/simulate`, `tasks/torture`) read it from the list in `src/apps.ts` and name no app.
 */
export type App = {
  /** Kept with every event that comes through the app: never changes. */
  name: string;
  /** Its facts; see `events/`. */
  events: Events;
  /** Its read models; see `projections/`. */
  projections: readonly AnyProjection[];
  /** What the documents say of the sections in which its endpoints stand. */
  sections?: Readonly<Record<string, string>>;
  /** Who may call its endpoints. */
  access: Readonly<Record<string, NamedAccess>>;
  /** What integer ids it hands out, and the fields of its events that hold one; each kind has a sequence. */
  ids?: IdFields;
  /** The folder of its side tables: what is kept beside the log, and never decided from. */
  tables?: string;
  /** What it takes from the configuration. */
  configuration?: AppConfiguration;
  /** Kinds of things that belong to people: what a stranger names is answered like what is not there. */
  owned?: Readonly<Record<string, Owned>>;
  /** Whether someone has said all that it needs of them. Absent: it has no profile of its own. */
  hasProfile?(system: System, userId: number): Promise<boolean>;
  /** How people look in it to those they meet there. Absent: as their account does. */
  look?: Look;
  /** The kinds of its own things that chats come from: see `openChat`. */
  origins?: readonly string[];
  /** What it opens, once a process has its core and before anything asks, for itself and for others. */
  opens?(system: System, apps: readonly App[]): Promise<Partial<System>> | Partial<System>;
  endpoints?(system: System): Endpoint[];
  /** What people see of it in a browser. */
  page?: Page;
  /** Which frames each of its events gives to whom. */
  push: Readonly<Record<string, (data: never, viewer: number) => Draft[]>>;
  /** Frames of its own: what clients may send, and what they are sent. */
  frames?: {
    understood?: Readonly<Record<string, UnderstoodFrame>>;
    pushed?: Readonly<Record<string, PushedFrame>>;
  };
  /** What `GET /api/sync` shows of it. */
  onSync?: OnSync;
  /** What it does about people's sockets. */
  sockets?(system: System, hub: Hub, limits: SocketLimits): SocketWatch;
  /** What one process at a time does, by the name of the lease. */
  leaders?: Readonly<Record<string, Leader>>;
  /** What leaves the system, by the name of its checkpoint; see `src/reactors`. */
  reactors?: Readonly<Record<string, Reactor>>;
  /** What the leader of housekeeping does every few seconds. */
  chores?(system: System): (() => Promise<unknown>)[];
  /** What a person's export holds of each of its events. */
  shares: Readonly<Record<string, (data: never, me: number) => Share | undefined>>;
  /** Its parts of a person's export. */
  exports?: Readonly<Record<string, ExportPart<unknown>>>;
  /** What of the log is about a person without their tag; an export holds it too. */
  exportsBesides?: Besides;
  /** Kinds of places where two people meet, by which one names the other to block or report them. */
  meetings?: Readonly<Record<string, MeetingKind>>;
  /** What people are called in it, as a decision reads it, where its `look` shows another name than the account's. */
  names?: AnyNames;
  /** What it ends when someone blocks a person, is suspended or erased. */
  leaving?: AnyLeaving;
  /** How it forgets a person whose account is erased. */
  forgets?: Forgets;
  /** What it keeps of people, for how long, and why. */
  retention?: readonly Kept[];
  /** The pictures that people show in it: any other is deleted a day after it came. */
  pictures?: AnyPictures;
  /**
   * What must hold of every log: each says of every event of the app what it changes, or ignores it. Absent: the app has
   * no events.
   */
  invariants?: Readonly<Record<string, AnyInvariant>>;
  /** What its read models must agree on; it throws while they are being written. */
  agreements?: Readonly<
    Record<string, { says: string; check(reader: Reader, log: Pick<Log, "read">): Promise<string[]> }>
  >;
  /** What is still under way, one sentence each. Comparing makes sense once the list is empty. */
  unsettled?(reader: Reader): Promise<string[]>;
  /**
   * What each of its events begins or ends between people: what a block or a suspension forbids. Absent: it has no
   * events.
   */
  begins?: Readonly<Record<string, (data: never) => Begin | undefined>>;
  /** What in it costs gems. */
  priced?: readonly Priced[];
  /** What people do in it when `deno task simulate` plays them. */
  simulates?: Simulates;
  /** What writers and people do in it under `deno task torture`. */
  tortured?: Tortured;
};

/** What goes by an app's own events. Exhaustive, but for pictures: an event without an entry does not compile. */
type OfEach<E extends Events> =
  & { shares: Shares<E>; push: Push<E>; pictures?: Pictures<E> }
  & (keyof E extends never ? unknown : { invariants: Invariants<E>; begins: Begins<E> });

type OfItsEvents = keyof OfEach<Readonly<Record<string, AnyDefinition>>>;

/** Defines an app; see any `app.ts` for its order. */
export function app<const E extends Events>(
  of: Omit<App, "events" | OfItsEvents> & { events: E } & OfEach<E>,
): App {
  // each entry is called with the data of its own event alone
  return of as App;
}
