import { tag } from "../../events/event.ts";
import { credentials } from "../../projections/accounts/credentials.ts";
import { pairs } from "../../projections/safety/pairs.ts";
import { pairKey } from "../../projections/two.ts";
import { sessions } from "../../projections/accounts/sessions.ts";
import { users } from "../../projections/accounts/users.ts";
import type { Consent } from "./consents.ts";
import { type Fold, row } from "../deciding/boundary.ts";
import { normalized } from "../http/characters.ts";
import { asciiDomain } from "../http/email_address.ts";

/** A person as the four apps see them. */
export const account = (userId: number) => row(users, { id: userId });

/** A person's login name and password hash. */
export const credentialsOf = (userId: number) => row(credentials, { user_id: userId });

/** Who of two people, in either order, blocked whom; undefined if nobody ever did. */
export const pairOf = (people: readonly [number, number]) => row(pairs, pairKey(people));

/** A login and its newest refresh token. */
export const session = (sessionId: string) => row(sessions, { id: sessionId });

/** A person's open sessions: those that nobody has ended, expired ones among them. */
export const openSessionsOf = (userId: number): Fold<readonly string[]> => ({
  types: ["SessionStarted", "SessionEnded"],
  tag: tag.user(userId),
  initial: [],
  evolve: (open, event) => {
    switch (event.type) {
      case "SessionStarted":
        return [...open, event.data.sessionId];
      case "SessionEnded":
        return open.filter((sessionId) => sessionId !== event.data.sessionId);
      default:
        return open;
    }
  },
});

/** Who holds a name now; undefined when it is free. */
export const holderOf = (usernameHash: string): Fold<number | undefined> => ({
  types: ["AccountRegistered", "UsernameChanged", "AccountErased"],
  tag: tag.username(usernameHash),
  initial: undefined,
  evolve: (holder, event) => {
    switch (event.type) {
      case "AccountRegistered":
        return event.data.userId;
      case "UsernameChanged":
        return event.data.usernameHash === usernameHash ? event.data.userId : undefined;
      case "AccountErased":
        return undefined;
      default:
        return holder;
    }
  },
});

/** Holders of names with this look: one person, except for names older than the comparison. */
const holdersOfLook = (skeletonHash: string): Fold<readonly number[]> => ({
  types: ["AccountRegistered", "UsernameChanged", "UsernameSkeletonNoted", "AccountErased"],
  tag: tag.skeleton(skeletonHash),
  initial: [],
  evolve: (holders, event) => {
    switch (event.type) {
      case "AccountRegistered":
      case "UsernameChanged":
      case "UsernameSkeletonNoted": {
        const { userId, skeletonHashes = [] } = event.data;
        const others = holders.filter((holder) => holder !== userId);
        return skeletonHashes.includes(skeletonHash) ? [...others, userId] : others;
      }
      case "AccountErased":
        return holders.filter((holder) => holder !== event.data.userId);
      default:
        return holders;
    }
  },
});

/** The holders of a name's one or two looks. */
export const looksOf = ([first, second]: readonly string[]) => ({
  ...(first === undefined ? {} : { look: holdersOfLook(first) }),
  ...(second === undefined ? {} : { otherLook: holdersOfLook(second) }),
});

type Looks = { look?: readonly number[]; otherLook?: readonly number[] };

/** Whether someone else's name looks the same. People who already share a look may keep it. */
export function isLookTaken({ look, otherLook }: Looks, me?: number): boolean {
  return [look, otherLook].some((holders) =>
    holders !== undefined && holders.length > 0 && !(me !== undefined && holders.includes(me))
  );
}

/** The looks of a person's name, as far as they are recorded. */
export const heldLooks = (userId: number): Fold<readonly string[]> => ({
  types: ["AccountRegistered", "UsernameChanged", "UsernameSkeletonNoted"],
  tag: tag.user(userId),
  initial: [],
  evolve: (held, event) => {
    switch (event.type) {
      case "AccountRegistered":
        return event.data.skeletonHashes ?? [];
      case "UsernameChanged":
      case "UsernameSkeletonNoted": {
        const { skeletonHashes = [], freedSkeletonHashes = [] } = event.data;
        return [...new Set(held).difference(new Set(freedSkeletonHashes)).union(new Set(skeletonHashes))];
      }
      default:
        return held;
    }
  },
});

/** The newest version of each kind that a person agreed to. */
export const consentsHeld = (userId: number): Fold<readonly Consent[]> => ({
  types: ["ConsentGiven"],
  tag: tag.user(userId),
  initial: [],
  evolve: (held, event) => {
    if (event.type !== "ConsentGiven") return held;
    const { kind, version } = event.data;
    return [...held.filter((one) => one.kind !== kind), { kind, version }];
  },
});

/** Who holds an e-mail address now; undefined when it is free. */
export const holderOfEmail = (emailHash: string): Fold<number | undefined> => ({
  types: ["EmailChanged", "AccountErased"],
  tag: tag.email(emailHash),
  initial: undefined,
  evolve: (holder, event) => {
    switch (event.type) {
      case "EmailChanged":
        return event.data.emailHash === emailHash ? event.data.userId : undefined;
      case "AccountErased":
        return undefined;
      default:
        return holder;
    }
  },
});

const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * The form in which names are compared: width, case, blanks around and what cannot be seen do not tell two apart.
 *
 * @example
 * ```ts
 * import { canonicalName } from "./state.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(canonicalName("Ｍｉｎａ"), canonicalName("mina"));
 * assertEquals(canonicalName("mi\u200bna"), canonicalName("mina"));
 * ```
 */
export function canonicalName(username: string): string {
  return visibleName(username).toLowerCase();
}

/** A name in normal form, without characters that cannot be seen. */
export function visibleName(username: string): string {
  return normalized(username, "NFKC").replace(unseen, "").trim();
}

/** What is hashed, with the tag key, to stand for a name in tags. */
export const nameTag = (username: string) => `username ${canonicalName(username)}`;

/** An e-mail address as it is kept: small letters after the @, where they mean the same. */
export function writtenEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return email.slice(0, at) + email.slice(at).toLowerCase();
}

/**
 * The text that is hashed, with the tag key, into the tag of an e-mail address. Addresses that differ only in case, or in
 * how the domain is written, are the same: `예시.한국` is `xn--vv4b11d.xn--3e0b707e`.
 */
export function emailTag(email: string): string {
  const canonical = canonicalName(email);
  const at = canonical.lastIndexOf("@") + 1;
  const domain = at > 0 ? asciiDomain(canonical.slice(at)) : undefined;
  return `email ${domain === undefined ? canonical : canonical.slice(0, at) + domain}`;
}
