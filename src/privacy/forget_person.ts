import type { Sql } from "postgres";
import type { Event } from "../../events/vocabulary.ts";
import type { PasswordAttempts } from "../accounts/password_attempts.ts";
import { pictures, urlsOf } from "../accounts/state.ts";
import { type Fold, load } from "../deciding/boundary.ts";
import { forgetLocation } from "../calls/location.ts";
import { forgetPresence } from "../calls/queue_presence.ts";
import { chatsEver, forgetWriter } from "../chat/forget_chats.ts";
import type { Idempotency } from "../http/idempotency.ts";
import { deleteImage } from "../http/media.ts";
import type { MediaFiles } from "../http/media_files.ts";
import type { System } from "../system.ts";
import { tag } from "../../events/event.ts";

/** Where something is kept of people. */
export type Keeping = {
  system: Pick<System, "sql" | "log" | "registry" | "personal" | "secrets" | "run" | "now">;
  attempts: PasswordAttempts;
  idempotency: Idempotency;
  media: MediaFiles;
  /** The list of who was forgotten, outside the database. */
  forgotten: { copy(): Promise<void> };
};

/** Where a process keeps what is kept of people. */
export function keepingOf(system: System): Keeping {
  const { attempts, idempotency, media, forgotten } = system;
  return { system, attempts, idempotency, media, forgotten };
}

/** No request that was under way when its person was erased lasts so long. */
const settledMs = 3600 * 1000;

/**
 * Deletes all that is personal of someone whose account is erased: what lies beside the log, and last the key under which
 * it is sealed in the log. May be broken off and repeated.
 */
export async function forgetPerson(keeping: Keeping, userId: number): Promise<void> {
  const { system: { log, registry, personal }, attempts, media, forgotten } = keeping;
  // with the key goes what the log knows of names and pictures
  const { state } = await load(log, registry, {
    names: namesOf(userId),
    pictures: pictures(userId),
    chats: chatsEver(userId),
  });
  await attempts.forgetNames(state.names);
  const { shown, former } = state.pictures;
  for (const url of [...former, ...urlsOf(shown)]) await deleteImage(media, url);
  await forgetBesideLog(keeping, userId);
  await forgetWriter(keeping.system, userId, state.chats);
  await personal.erase(userId);
  await forgotten.copy();
}

/** Deletes what is kept about a person outside the log. */
export async function forgetBesideLog(
  { system, attempts, idempotency, media }: Keeping,
  userId: number,
): Promise<void> {
  const { sql, now } = system;
  await forgetLocation(sql, userId);
  await forgetPresence(sql, userId);
  await attempts.forgetAddresses(userId);
  await idempotency.forget(userId);
  await media.deleteOf(userId, new Date(now().getTime() - settledMs));
}

/** People forgotten so recently that one of their requests may still have been in progress. */
export async function latelyForgotten(sql: Sql): Promise<number[]> {
  const found = await sql<{ subject: number }[]>`
    SELECT subject FROM forgotten_subjects
    WHERE subject > 0 AND forgotten_at > now() - make_interval(secs => ${settledMs / 1000})`;
  return found.map(({ subject }) => subject);
}

/** Every name and address that a person has logged in with. */
const namesOf = (userId: number): Fold<readonly string[]> => ({
  types: ["AccountRegistered", "UsernameChanged", "EmailChanged"],
  tag: tag.user(userId),
  initial: [],
  evolve: (names, event) => {
    const name = nameIn(event);
    return name === null ? names : [...names, name];
  },
});

function nameIn(event: Event): string | null {
  switch (event.type) {
    case "AccountRegistered":
    case "UsernameChanged":
      return event.data.username;
    case "EmailChanged":
      return event.data.email;
    default:
      return null;
  }
}
