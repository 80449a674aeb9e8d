import type { Sql } from "postgres";
import { type Finding, walkChain } from "./chain.ts";
import type { HeadKey } from "./head_key.ts";
import { checkHeads } from "./check_heads.ts";

/** What an audit came to. */
export type Audited = {
  /** The last position that was looked at. */
  head: number;
  /** How many signed heads were found on the chain. */
  heads: number;
  /** Signed heads of a log that this one left before them, when it was restored from a copy. */
  leftAside: number;
  /** How much is wrong; `findings` holds the first of it. */
  wrong: number;
  findings: Finding[];
};

/**
 * Audits the log: every event fits the hash chain, and every signed head is still on it. The second check finds someone who
 * rewrote the log together with its chain, up to the last minute.
 *
 * @param of.heads the file of signed heads
 * @param of.findings how many findings are described at most
 */
export async function audit(of: {
  sql: Sql;
  key: HeadKey;
  heads: string;
  progress?: (position: number, head: number) => void;
  findings?: number;
}): Promise<Audited> {
  const result: Audited = { head: 0, heads: 0, leftAside: 0, wrong: 0, findings: [] };
  const found = (finding: Finding) => {
    result.wrong++;
    if (result.findings.length < (of.findings ?? 20)) result.findings.push(finding);
  };
  const walked = walkChain(of.sql, (position, head) => {
    result.head = head;
    of.progress?.(position, head);
  });
  for await (const finding of walked) found(finding);
  const checked = await checkHeads(of.sql, of.heads, of.key);
  checked.findings.forEach(found);
  return { ...result, heads: checked.onChain, leftAside: checked.leftAside };
}
