import type { Sql } from "postgres";
import { lease } from "../database/lease.ts";
import type { Fence } from "../log/log.ts";

/** Leads one thing whenever no other process does. Resolves once the process stops. */
export type Lead = (name: string, act: (fence: Fence, signal: AbortSignal) => Promise<void>) => Promise<void>;

/** How soon something that failed is taken up again by the process that still leads it. */
const againAfterMs = 100;

/** Makes `lead` for a process. What fails while leading is reported and begun again. */
export function leadership(
  sql: Sql,
  holder: string,
  signal: AbortSignal,
  report: (what: string, error: unknown) => void,
): Lead {
  return (name, act) =>
    lease(sql, name, {
      holder,
      async lead(epoch, held) {
        while (!held.aborted) {
          try {
            await act({ lease: name, epoch }, held);
          } catch (error) {
            if (!held.aborted) report(name, error);
          }
          if (!held.aborted) await new Promise((resolve) => setTimeout(resolve, againAfterMs));
        }
      },
    }, signal).done;
}
