import type { AnyDefinition } from "../events/event.ts";
import type { AnyProjection } from "../projections/projection.ts";
import type { Endpoint } from "./http/endpoint.ts";
import type { NamedAccess, Owned } from "./http/access.ts";
import type { Role } from "./configuration/config.ts";
import type { AppConfiguration } from "./configuration/rules.ts";
import type { IdFields } from "./ids/ids.ts";
import type { Fence } from "./log/log.ts";
import type { System } from "./system.ts";

/** What one process at a time does, for as long as it leads. */
export type Leader = {
  /** Which processes may: see `ROLES`. */
  role: Role;
  run(system: System, fence: Fence, signal: AbortSignal): Promise<void>;
};

/**
 * What an app may bring. The shared rooms (`start`, `http`, `realtime`, `privacy`, `safety`, `invariants`, `simulate`) read
 * it from the list in `src/apps.ts` and name no app.
 */
export type App = {
  /** Kept with every event that comes through the app: never changes. */
  name: string;
  /** Its facts; see `events/`. */
  events: Readonly<Record<string, AnyDefinition>>;
  /** Its read models; see `projections/`. */
  projections: readonly AnyProjection[];
  /** Who may call its endpoints. */
  access: Readonly<Record<string, NamedAccess>>;
  /** What integer ids it hands out, and the field of its events that holds one; each kind has a sequence. */
  ids?: IdFields;
  /** The folder of its side tables: what is kept beside the log, and never decided from. */
  tables?: string;
  /** What it takes from the configuration. */
  configuration?: AppConfiguration;
  /** Kinds of things that belong to people: what a stranger names is answered like what is not there. */
  owned?: Readonly<Record<string, Owned>>;
  /** What it opens, once a process has its core and before anything asks, for itself and for others. */
  opens?(system: System): Promise<Partial<System>> | Partial<System>;
  endpoints?(system: System): Endpoint[];
  /** What one process at a time does, by the name of the lease. */
  leaders?: Readonly<Record<string, Leader>>;
  /** What the leader of housekeeping does every few seconds. */
  chores?(system: System): (() => Promise<unknown>)[];
};

/** Defines an app; see any `app.ts` for its order. */
export function app<const A extends App>(of: A): App {
  return of;
}
