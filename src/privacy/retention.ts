import { sweepLocations } from "../calls/location.ts";
import { forgottenChatSweep } from "../chat/forget_chats.ts";
import { evidenceKeptDays } from "../safety/resolve_report.ts";
import { knownDays } from "../accounts/password_attempts.ts";
import { seedKnownAddresses } from "../accounts/seed_known_addresses.ts";
import { eraseOldEvidence } from "./erase_evidence.ts";
import { endExpiredSessions } from "./expire_session.ts";
import { finishErasures } from "./finish_erasures.ts";
import type { Keeping } from "./forget_person.ts";
import { pictureSweep } from "./sweep_pictures.ts";

/** Something that is kept of people: for how long, and why. */
export type Kept = {
  what: string;
  until: string;
  why: string;
  /** Makes what the leader of housekeeping does every few seconds so that it is so. Absent: nothing need be done. */
  chore?(keeping: Keeping): () => Promise<unknown>;
};

/** All that is kept of people. The README's table is this one. */
export const retention: readonly Kept[] = [
  {
    what: "Where someone is, as a cell of some 36 km²",
    until: "24 h",
    why: "people near each other; the law wants it brief",
    chore: ({ system: { sql, now } }) => () => sweepLocations(sql, now()),
  },
  {
    what: "Answers by Idempotency-Key, sealed",
    until: "24 h",
    why: "a repeat gets the first answer",
    chore: ({ idempotency }) => idempotency.sweep,
  },
  {
    what: "Wrong passwords, mails asked for and sign-ups, by keyed hashes of name and address",
    until: "5 min, 15 min and 1 h",
    why: "nobody guesses passwords, floods mailboxes or makes accounts in heaps",
    chore: ({ attempts }) => attempts.sweep,
  },
  {
    what: "From where an account logged in, as keyed hashes",
    until: `${knownDays} days after the last login from there; the account's end`,
    why: "others who guess its password do not lock its person out",
    chore: ({ system, attempts }) => seedKnownAddresses(system, attempts),
  },
  {
    what: "Device and address of a session",
    until: "its end, at most 30 days after its last use; sealed in the log until the account's end",
    why: "people see where they are logged in",
    chore: (keeping) => () => endExpiredSessions(keeping),
  },
  {
    what: "Pictures",
    until: "another takes its place; one that no profile shows, 1 day",
    why: "profiles",
    chore: pictureSweep,
  },
  {
    what: "Comment and evidence of a report, under a key of its own",
    until: `${evidenceKeptDays} days after it is resolved; unresolved, 1 year`,
    why: "staff decide, and can be asked why",
    chore: (keeping) => () => eraseOldEvidence(keeping),
  },
  {
    what: "Messages of a chat, under a key of each of the two for each chat",
    until: "both have left the chat; one's own, the account's end",
    why: "conversations",
    chore: forgottenChatSweep,
  },
  {
    what:
      "Name, e-mail address, password hash, birth and its pillars, place, job, bio, whom they want, comments, reasons of staff",
    until: "the account's end: sealed in the log under the person's key, which is deleted",
    why: "the service itself",
    chore: (keeping) => () => finishErasures(keeping),
  },
  {
    what: "Payments and gems",
    until: "for good, and at least the 5 years of the law: an id, amounts, products and a keyed hash",
    why: "accounts that add up; no receipt counts twice",
  },
  {
    what:
      "Who was shown, asked, met, called, rated, blocked whom and when; stated age and gender, ages wanted in calls",
    until: "for good, under an id that leads to nobody once the account is erased",
    why: "the other's history and mean; the log never changes",
  },
  {
    what: "Which version of the terms and the like was agreed to, and when",
    until: "for good, under an id that leads to nobody once the account is erased",
    why: "consent must be shown later",
  },
  {
    what: "The list of the forgotten: ids and times",
    until: "for good",
    why: "no backup brings anybody back",
  },
];

/** What the leader of housekeeping does so that nothing is kept for longer than that. */
export function privacyChores(keeping: Keeping): (() => Promise<unknown>)[] {
  return retention.flatMap(({ chore }) => chore ? [chore(keeping)] : []);
}
