import { type Kept, sealed, shared } from "../app/keeping.ts";
import { endExpiredSessions } from "./expire_session.ts";
import { knownDays } from "./password_attempts.ts";
import { seedKnownAddresses } from "./seed_known_addresses.ts";

/** What accounts keep of people. */
export const retention: readonly Kept[] = [
  sealed("Name, e-mail address, password hash and birth date"),
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
    chore: (system) => seedKnownAddresses(system, system.attempts),
  },
  {
    what: "Device and address of a session",
    until: "its end, at most 30 days after its last use; sealed in the log until the account's end",
    why: "people see where they are logged in",
    chore: (system) => () => endExpiredSessions(system),
  },
  shared("Stated age and gender"),
  {
    what: "Which version of the terms and the like was agreed to, and when",
    until: "for good, under an id that leads to nobody once the account is erased",
    why: "consent must be shown later",
  },
];
