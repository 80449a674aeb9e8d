import { z } from "zod";
import { ConsentGiven } from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { consentKind } from "../../events/fields.ts";
import { consentsOf } from "../../projections/accounts/consents.ts";
import type { Rules } from "../configuration/rules.ts";
import { shaped } from "../http/fields.ts";
import { consentRequired, type Refusal } from "../answers/refusals.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";

/** One document that people agree to, and its version. */
export const consent = z.object({
  kind: consentKind,
  version: shaped(/^[\w.-]{1,40}$/, {
    ko: "영문자, 숫자, 점, 붙임표로 된 1–40자여야 합니다.",
    en: "must be 1 to 40 letters, digits, dots and hyphens.",
  }).meta({ examples: ["2026-01"] }),
});

/** Consents in the body of a request. */
export const consentList = z.array(consent).max(10);

export type Consent = z.output<typeof consent>;

/** The versions that the configuration names. People must agree to each. */
export type NamedVersions = Rules["consents"];

/** The named versions that have not been agreed to. */
export function missingConsents(named: NamedVersions, given: readonly Consent[]): Consent[] {
  return consentKind.options.flatMap((kind) => {
    const version = named[kind];
    const isThere = given.some((one) => one.kind === kind && one.version === version);
    return version === undefined || isThere ? [] : [{ kind, version }];
  });
}

/** Events for the consents that someone gave. Versions that the configuration does not name are dropped. */
export function consentsGiven(
  userId: number,
  { named, given, now }: { named: NamedVersions; given: readonly Consent[]; now: Date },
): NewEvent[] {
  return consentKind.options.flatMap((kind) => {
    const version = given.find((one) => one.kind === kind && one.version === named[kind])?.version;
    return version === undefined ? [] : [ConsentGiven({ userId, kind, version, givenAt: now.toISOString() })];
  });
}

/** The refusal for someone who has not agreed to every named version. */
export const refuseWithout = (missing: Consent[]): Refusal => consentRequired(access.giveConsents, missing);

/** How many people to remember as having agreed to everything. */
const remembered = 100_000;

/**
 * Returns a function that refuses someone who still has to agree to something. Consents are never withdrawn and a
 * process's versions never change, so a person who has agreed to everything is not looked up again.
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
