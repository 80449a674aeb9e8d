import { z } from "zod";
import { meeting } from "../../events/fields.ts";
import { lookIn } from "../../projections/accounts/looks.ts";
import type { Fragment, Reader } from "../../projections/projection.ts";
import { type Refusal, refuse } from "../answers/refusals.ts";
import type { App } from "../app.ts";
import type { MeetingKind, Met, Said } from "../app/meetings.ts";
import type { System } from "../system.ts";

/** The kinds of places where people meet in all apps, each with the app that brings it. */
export type MeetingKinds = ReadonlyMap<string, MeetingKind & { app: string }>;

/** Puts together what the apps bring. */
export function meetingKinds(apps: readonly App[]): MeetingKinds {
  return new Map(
    apps.flatMap(({ name, meetings = {} }) =>
      Object.entries(meetings).map(([kind, of]) => [kind, { ...of, app: name }] as const)
    ),
  );
}

/** A meeting as clients see it. */
export function meetingSchema(kinds: MeetingKinds) {
  return meeting.extend({ kind: z.enum([...kinds.keys()]) });
}

type House = Pick<System, "log" | "registry">;

/** The other person of a meeting that was one's own. Whether another one exists nobody learns. */
export async function otherAt(kinds: MeetingKinds, house: House, met: Met, me: number): Promise<number | Refusal> {
  const kind = kindOf(kinds, met.kind);
  return await kind.other(house, met.id, me) ?? refuse(kind.unknown);
}

/** What was said at a meeting last, where people talk there: at most so many messages, newest last. */
export async function saidAt(kinds: MeetingKinds, house: House, met: Met, most: number): Promise<Said> {
  return await kindOf(kinds, met.kind).said?.(house, met.id, most) ?? [];
}

/** A kind that some app must bring. */
export function kindOf(kinds: MeetingKinds, kind: string): MeetingKind & { app: string } {
  const found = kinds.get(kind);
  if (!found) throw new Error(`No app has meetings of the kind ${kind}.`);
  return found;
}

/** Inside a query: the app in which two people met; none of them where no app has such meetings any more. */
export function metIn(
  kinds: MeetingKinds,
  reader: Reader,
  met: { kind: Fragment; id: Fragment },
): Fragment {
  const { sql } = reader;
  const cases = [...kinds].map(([name, kind]) =>
    sql`WHEN ${name}::text THEN ${kind.metIn?.(reader, met.id) ?? sql`${kind.app}::text`}`
  );
  return sql`CASE ${met.kind} ${cases.reduce((all, one) => sql`${all} ${one}`, sql``)} ELSE '' END`;
}

/** The app in which two people met, and the URL of the picture that one of them shows there now. */
export async function shownAt(
  kinds: MeetingKinds,
  { registry, looks }: Pick<System, "registry" | "looks">,
  met: Met,
  userId: number,
): Promise<{ app: string; image: string | null }> {
  const { sql } = registry;
  const where = { kind: sql`${met.kind}::text`, id: sql`${met.id}::bigint` };
  const of = { app: sql`met.app`, userId: sql`${userId}::bigint`, since: sql`NULL::bigint` };
  const [found] = await sql<{ app: string | null; image: string | null }[]>`
    SELECT met.app, look.image FROM (SELECT ${metIn(kinds, registry, where)} AS app) met
    LEFT JOIN LATERAL (${lookIn(registry, looks, of)}) look ON true`;
  return { app: found.app ?? kindOf(kinds, met.kind).app, image: found.image };
}
