import { decodeJwt } from "jose";
import { SYSTEM } from "../../src/deciding/command.ts";
import { isRefusal } from "../../src/answers/refusals.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import type { Person } from "./client.ts";
import { eventually } from "./eventually.ts";
import type { TestServer } from "./server.ts";

/** Someone's user id, which no app shows: by their token. */
export const idOf = (someone: Pick<Person, "access">) => Number(decodeJwt(someone.access).sub);

/** Makes someone staff, as the task does. */
export async function appoint({ system }: TestServer, someone: Person): Promise<Person> {
  const staff = { userId: idOf(someone), isStaff: true };
  const done = await system.run(setStaff, staff, { me: SYSTEM, correlationId: "test" });
  if (isRefusal(done)) throw new Error(`${someone.name} cannot be staff: ${done.refusal}`);
  // each process hears of it by its own tail
  await eventually(() => system.standing.isStaff(staff.userId));
  return someone;
}
