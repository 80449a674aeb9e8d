import { z } from "zod";
import type { AnyProjection, Fragment } from "../../projections/projection.ts";
import type { App } from "../app.ts";
import type { System } from "../system.ts";

/** What `GET /api/sync` answers. Each app adds what it shows. */
export interface Snapshot {
  cursor: string;
}

/** What a snapshot shows of an app. */
export type OnSync<F = unknown, S extends z.ZodRawShape = z.ZodRawShape> = {
  /** The fields that it adds to the answer. */
  answer: S;
  /** The read models that `find` reads. */
  reads: readonly AnyProjection[];
  /** Its column of the one statement: an expression in SQL for what a person is to see. */
  find(system: System, userId: number): Fragment;
  /** Turns what was found into the fields. */
  show(system: System, found: F, userId: number): Promise<z.output<z.ZodObject<S>>> | z.output<z.ZodObject<S>>;
};

/** Defines what a snapshot shows of an app. */
export function defineOnSync<F, S extends z.ZodRawShape>(of: OnSync<F, S>): OnSync<F, S> {
  return of;
}

type Showing = readonly Pick<App, "name" | "onSync">[];

/** The schema of a snapshot of these apps. */
export function snapshotSchema(apps: Showing): z.ZodType<Snapshot> {
  const fields: z.ZodRawShape = Object.assign({}, ...apps.map(({ onSync }) => onSync?.answer));
  const schema = z.object({ cursor: z.string(), ...fields }).meta({ id: "Snapshot" });
  // TypeScript sees what all apps show, not which of them there are
  return schema as z.ZodType as z.ZodType<Snapshot>;
}

/**
 * What a person's client shows, all of one moment, and the position from which on to tell them more. One statement: the
 * position is that of the read model furthest behind, so that nothing after it is missed.
 */
export async function snapshot(
  system: System,
  apps: Showing,
  userId: number,
): Promise<{ position: number; fields: Omit<Snapshot, "cursor"> }> {
  const { registry } = system;
  const { sql, position } = registry;
  const parts = apps.flatMap(({ name, onSync }) => onSync ? [{ name, ...onSync }] : []);
  const listed = (fragments: Fragment[]) => fragments.reduce((all, one) => sql`${all}, ${one}`);
  const positions = listed(parts.flatMap(({ reads }) => reads.map(position)));
  const columns = listed(parts.map(({ name, find }) => sql`${find(system, userId)} AS ${sql(name)}`));
  const [found] = await sql<Record<string, unknown>[]>`SELECT least(${positions}) AS position, ${columns}`;
  const shown = await Promise.all(parts.map(({ name, show }) => show(system, found[name], userId)));
  return { position: z.int().parse(found.position), fields: Object.assign({}, ...shown) };
}
