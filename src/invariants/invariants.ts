import type { Event } from "../../events/vocabulary.ts";
import type { Reader } from "../../projections/projection.ts";
import type { App } from "../app.ts";
import type { Begin } from "../app/begins.ts";
import type { AnyInvariant, Given, Limits } from "../app/invariants.ts";
import { apps as allApps } from "../apps.ts";
import type { Log } from "../log/log.ts";
import { pagesOf } from "../log/pages.ts";
import { sequence } from "./sequence.ts";

/** What must hold of every log, by the name that each violation begins with: the log's own, and each app's. */
export function invariantsOf(apps: readonly App[]): Readonly<Record<string, AnyInvariant>> {
  return together([{ sequence }, ...apps.map((app) => app.invariants)]);
}

/** What read models must agree on, by name. */
export function agreementsOf(apps: readonly App[]): NonNullable<App["agreements"]> {
  return together(apps.map((app) => app.agreements));
}

function together<T>(tables: readonly (Readonly<Record<string, T>> | undefined)[]): Readonly<Record<string, T>> {
  const entries = tables.flatMap((table) => Object.entries(table ?? {}));
  const twice = entries.find(([name], n) => entries.findIndex(([other]) => other === name) < n);
  if (twice) throw new Error(`Two apps have an invariant called ${twice[0]}: give one of them another name.`);
  return Object.fromEntries(entries);
}

/**
 * Walks a history once, from its first event, and says everything in it that must never be. Pure.
 *
 * @param history a log, or the pages of one in order
 * @param limits the rules the history was made under
 * @returns one sentence a violation, `name: what is wrong, with ids and positions`; empty when all is well
 */
export async function checkInvariants(
  history: AsyncIterable<Event[]> | Pick<Log, "read">,
  limits: Limits,
  apps: readonly App[] = allApps,
): Promise<string[]> {
  const violations: string[] = [];
  const given: Given = { limits, begins: beginsOf(apps), priced: apps.flatMap((app) => app.priced ?? []) };
  const running = Object.entries(invariantsOf(apps)).map(([name, { begin }]) =>
    begin((event, sentence) => violations.push(`${name}: at ${event.position}, ${sentence}`), given)
  );
  let last: Event | undefined;
  for await (const page of "read" in history ? pagesOf(history) : history) {
    for (const event of page) {
      for (const check of running) {
        check.before?.(event);
        check.on[event.type]?.(event as never);
      }
    }
    last = page.at(-1) ?? last;
  }
  if (last) { for (const check of running) check.end?.(last); }
  return violations;
}

/**
 * Compares what read models must agree on, with each other and with the log.
 *
 * @returns one sentence a violation
 * @throws when the tables are being written meanwhile
 */
export async function checkAgreements(
  reader: Reader,
  log: Pick<Log, "read">,
  apps: readonly App[] = allApps,
): Promise<string[]> {
  const violations: string[] = [];
  for (const { check } of Object.values(agreementsOf(apps))) violations.push(...await check(reader, log));
  return violations;
}

function beginsOf(apps: readonly Pick<App, "begins">[]): Given["begins"] {
  const of: Record<string, (data: never) => Begin | undefined> = Object.assign({}, ...apps.map((app) => app.begins));
  return ({ type, data }) => of[type]?.(data as never);
}
