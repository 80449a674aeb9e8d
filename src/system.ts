import type { Sql } from "postgres";
import type { Config } from "./configuration/config.ts";
import type { Secrets } from "./configuration/secrets.ts";
import type { Run } from "./deciding/command.ts";
import type { Rules } from "./configuration/rules.ts";
import type { Idempotency } from "./http/idempotency.ts";
import type { MediaFiles } from "./http/media_files.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Ids } from "./ids/ids.ts";
import type { Log } from "./log/log.ts";
import type { PersonalKeys } from "./log/personal.ts";
import type { Tail } from "./log/tail.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Registry } from "./read_models/registry.ts";

/**
 * What a running process is made of, and what its apps work with. What an app opens for itself and others (see `opens` in
 * `src/app.ts`) it adds to this interface.
 */
export interface System {
  config: Config;
  rules: Rules;
  secrets: Secrets;
  sql: Sql;
  log: Log;
  personal: PersonalKeys;
  registry: Registry;
  tail: Tail;
  ids: Ids;
  run: Run;
  /** Pictures, and whose they are. */
  media: MediaFiles;
  idempotency: Idempotency;
  /** The names of the apps that have someone's complete profile. */
  profilesOf(userId: number): Promise<string[]>;
  /** The list of who was forgotten, outside the database. */
  forgotten: { copy(): Promise<void> };
  /** Absent where no mail can be sent. */
  mail: Mailer | undefined;
  /** The clock; tests give their own. */
  now: () => Date;
  /** Aborts when the process is to stop: everything that waits should end its wait. */
  stopping: AbortSignal;
  /** Logs an error of something that runs by itself; it goes on. */
  report: (what: string, error: unknown) => void;
  metrics: Metrics;
}
