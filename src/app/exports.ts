import { z } from "zod";
import type { Query } from "../log/log.ts";
import type { System } from "../system.ts";

/** Any object, as a part of an export shows a row. */
export const record = z.record(z.string(), z.unknown());
/** Any rows. */
export const records = z.array(record);

/** A part of an export: what an app keeps of a person and nobody else, by the name it has there. */
export type ExportPart<T> = {
  schema: z.ZodType<T>;
  example: T;
  read(system: System, userId: number): Promise<T>;
};

/** Defines a part of an export. */
export function exportPart<T>(of: ExportPart<T>): ExportPart<T> {
  return of;
}

/** Events that are about a person and do not carry their tag, as queries of the log. */
export type Besides = (system: System, userId: number) => Promise<Query[]>;
