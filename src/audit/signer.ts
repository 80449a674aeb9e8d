import type { Sql } from "postgres";
import type { HeadKey } from "./head_key.ts";
import { appendHead, headsFile, lastHead } from "./heads.ts";

const everyMs = 60_000;

/** What a signer works with. */
export type SignerOptions = {
  sql: Sql;
  /** The log's id. */
  log: string;
  dataDir: string;
  key: HeadKey;
  now: () => Date;
  /** Called when a head could not be signed; it is tried again. */
  report: (what: string, error: unknown) => void;
};

/** Makes what the leader of housekeeping calls now and then: it signs the log's head once a minute while it moves. */
export function headSigner({ sql, log, dataDir, key, now, report }: SignerOptions): () => Promise<void> {
  const path = headsFile(dataDir);
  let signedAtMs = -Infinity;
  let signed: number | undefined;

  async function sign(): Promise<void> {
    if (signed === undefined) {
      const last = await lastHead(path);
      signed = last?.log === log ? last.position : 0;
    }
    const [head] = await sql<{ position: number; hash: string }[]>`
      SELECT last_position AS position, encode(hash, 'hex') AS hash FROM log_batches
      ORDER BY last_position DESC LIMIT 1`;
    if (!head || head.position === signed) return;
    await appendHead(path, key, { log, ...head, at: now().toISOString() });
    signed = head.position;
    signedAtMs = performance.now();
  }

  return async () => {
    if (performance.now() - signedAtMs < everyMs) return;
    // what else there is to keep in order does not wait for a full disk
    await sign().catch((error) => report("signing the log's head", error));
  };
}
