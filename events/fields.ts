import { z } from "zod";

/** A user, match, call or ledger id: a positive integer that a JSON number carries exactly. */
export const id = z.int().positive();

/** An instant, RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** The two people of a match or a call; the smaller id first, so that a pair has one spelling. */
export const pair = z.tuple([id, id]).refine(([a, b]) => a < b, "the smaller user id stands first");

export const gender = z.enum(["male", "female", "other"]);
