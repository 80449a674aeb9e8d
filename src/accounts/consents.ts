import { z } from "zod";
import { ConsentGiven } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { consentKind } from "../../events/fields.ts";
import { consentsOf } from "../../projections/consents.ts";
import { access } from "../access.ts";
import type { Rules } from "../command.ts";
import { shaped } from "../http/fields.ts";
import { consentRequired, type Refusal } from "../refusals.ts";
import type { System } from "../system.ts";

/** A version of something that people agree to. */
export const consent = z.object({
  kind: consentKind,
  version: shaped(/^[\w.-]{1,40}$/, {
    ko: "영문자, 숫자, 점, 붙임표로 된 1–40자여야 합니다.",
    en: "must be 1 to 40 letters, digits, dots and hyphens.",
  }).meta({ examples: ["2026-01"] }),
});

/** Consents as requests bring them. */
export const consentList = z.array(consent).max(10);

export type Consent = z.output<typeof consent>;

/** The versions that an installation names, each of which people must agree to; none where it names none. */
export type NamedVersions = Rules["consents"];

/** Those named that are not among the given ones. */
export function missingConsents(named: NamedVersions, given: readonly Consent[]): Consent[] {
  return consentKind.options.flatMap((kind) => {
    const version = named[kind];
    const isThere = given.some((one) => one.kind === kind && one.version === version);
    return version === undefined || isThere ? [] : [{ kind, version }];
  });
}

/** The facts that someone agreed to some of what is named. What the installation does not name is not kept. */
export function consentsGiven(
  userId: number,
  { named, given, now }: { named: NamedVersions; given: readonly Consent[]; now: Date },
): NewEvent[] {
  return consentKind.options.flatMap((kind) => {
    const version = given.find((one) => one.kind === kind && one.version === named[kind])?.version;
    return version === undefined ? [] : [ConsentGiven({ userId, kind, version, givenAt: now.toISOString() })];
  });
}

/** What someone is told who has not agreed to all that is named. */
export const refuseWithout = (missing: Consent[]): Refusal => consentRequired(access.giveConsents, missing);

/** How many people are remembered as having agreed to everything, before they are looked up again. */
const remembered = 100_000;

/**
 * Makes the question what someone has yet to agree to, before they go on. An agreement is never taken back and a process
 * names the same versions all its life, so that each person is looked up until they have agreed, and then no more.
 */
export function consentGate(
  { registry, config }: Pick<System, "registry" | "config">,
): (userId: number) => Promise<Refusal | undefined> {
  const named = config.consents;
  if (Object.keys(named).length === 0) return () => Promise.resolve(undefined);
  const agreed = new Set<number>();
  return async (userId) => {
    if (agreed.has(userId)) return undefined;
    const missing = missingConsents(named, await consentsOf(registry, userId));
    if (missing.length > 0) return refuseWithout(missing);
    if (agreed.size >= remembered) agreed.clear();
    agreed.add(userId);
  };
}
