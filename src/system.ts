import type { Sql } from "postgres";
import type { Config } from "./configuration/config.ts";
import type { EndedSessions } from "./accounts/ended_sessions.ts";
import type { Tokens } from "./accounts/tokens.ts";
import type { Rules, Run } from "./deciding/command.ts";
import type { Ids } from "./ids/ids.ts";
import type { Log } from "./log/log.ts";
import type { PersonalKeys } from "./log/personal.ts";
import type { Post } from "./mail/mailer.ts";
import type { Registry } from "./read_models/registry.ts";
import type { Secrets } from "./configuration/secrets.ts";
import type { Tail } from "./log/tail.ts";

/** What a running process is made of, and what its apps work with. */
export type System = {
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
  tokens: Tokens;
  /** Absent where no mail can be sent. */
  mail: Post | undefined;
  endedSessions: EndedSessions;
  /** The clock; tests give their own. */
  now: () => Date;
  /** Aborts when the process is to stop: everything that waits should end its wait. */
  stopping: AbortSignal;
  /** Logs an error of something that runs by itself; it goes on. */
  report: (what: string, error: unknown) => void;
  metrics: { waiting(people: number): void };
};
