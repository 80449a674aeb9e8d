import type { Sql } from "postgres";
import type { AnyProjection } from "../../projections/projection.ts";
import type { Log } from "../log/log.ts";
import type { Registry } from "../read_models/registry.ts";
import { type Verified, verify } from "../read_models/verify.ts";

/**
 * Compares a read model's live table with a fold of the log from nothing. Should a rebuild take the table's place
 * meanwhile, the new one is compared instead.
 *
 * @param of.progress told the position up to which the log was folded
 */
export async function verifyLive(of: {
  sql: Sql;
  log: Pick<Log, "read" | "head">;
  registry: Registry;
  projection: AnyProjection;
  progress?: (position: number) => void;
}): Promise<Verified> {
  const { sql, registry, projection } = of;
  const log: Pick<Log, "read" | "head"> = {
    head: () => of.log.head(),
    async read(from) {
      const page = await of.log.read(from);
      const last = page.at(-1);
      if (last) of.progress?.(last.position);
      return page;
    },
  };
  for (;;) {
    const table = registry.tableName(projection);
    try {
      return await verify({ sql, log, projection, table });
    } catch (error) {
      await registry.refresh();
      if (registry.tableName(projection) === table) throw error;
    }
  }
}
