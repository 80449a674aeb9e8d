import { decodeJwt } from "jose";
import { z } from "zod";
import { SYSTEM } from "../../src/command.ts";
import { isRefusal } from "../../src/refusals.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import type { Answer, Person } from "../support/client.ts";
import type { TestServer } from "../support/server.ts";

/** Someone's user id, which no app shows: by their token. */
export const idOf = (someone: Pick<Person, "access">) => Number(decodeJwt(someone.access).sub);

/** Makes someone staff, as the task does. */
export async function appoint({ system }: TestServer, someone: Person): Promise<Person> {
  const done = await system.run(setStaff, { userId: idOf(someone), isStaff: true }, {
    me: SYSTEM,
    correlationId: "test",
  });
  if (isRefusal(done)) throw new Error(`${someone.name} cannot be staff: ${done.refusal}`);
  return someone;
}

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
