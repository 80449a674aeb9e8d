import { z } from "zod";
import type { Answer, Person } from "../support/client.ts";

/** Blocks by where the two met; returns the block's id. */
export async function block(someone: Person, met: Record<string, number>): Promise<number> {
  const { status, body } = await someone.post("/api/blocks", met);
  if (status !== 201) throw new Error(`${someone.name} cannot block: ${status} ${JSON.stringify(body)}`);
  return z.strictObject({ block_id: z.int().positive() }).parse(body).block_id;
}

/** Reports by where the two met; returns the report's id. */
export async function report(someone: Person, met: Record<string, unknown>): Promise<number> {
  const { status, body } = await someone.post("/api/reports", { reason: "harassment", ...met });
  if (status !== 201) throw new Error(`${someone.name} cannot report: ${status} ${JSON.stringify(body)}`);
  return z.strictObject({ report_id: z.int().positive() }).parse(body).report_id;
}

/** Status and body of an answer, in one value. */
export const said = ({ status, body }: Answer) => [status, body];
