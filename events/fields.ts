import { z } from "zod";

/** A user, match, call or ledger id: a positive integer that a JSON number carries exactly. */
export const id = z.int().positive();

/** A thing of some app: `{ kind: "match", id: 7 }`. */
export const thing = z.object({ kind: z.string().regex(/^[a-z]+(_[a-z]+)*$/), id });

/** An instant, RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** The two people of a match or a call; the smaller id first, so that a pair has one spelling. */
export const pair = z.tuple([id, id]).refine(([a, b]) => a < b, "the smaller user id stands first");

export const gender = z.enum(["male", "female", "other"]);

/** What an installation may ask people to agree to. */
export const consentKind = z.enum(["terms", "privacy", "location"]);

/**
 * Where two people met: what one may name the other by, who may not know their user id. Each app says which kinds there
 * are (`meetings`); the id of a `user` is the other's user id itself.
 */
export const meeting = z.object({ kind: z.string(), id });

/** What somebody said to somebody, and when. */
export const said = z.object({ senderId: id, content: z.string(), sentAt: instant });
