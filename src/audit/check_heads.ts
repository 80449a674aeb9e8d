import type { Sql } from "postgres";
import type { Finding } from "./chain.ts";
import type { HeadKey } from "./head_key.ts";
import { readHeads, type SignedHead } from "./heads.ts";

const headsPerPage = 1_000;

/** What comparing the signed heads with the chain came to. */
export type CheckedHeads = { onChain: number; leftAside: number; findings: Finding[] };

/** Looks every signed head up on the chain: the same hash must stand at the same position. */
export async function checkHeads(sql: Sql, path: string, key: HeadKey): Promise<CheckedHeads> {
  const [{ id }] = await sql<{ id: string }[]>`SELECT id FROM log`;
  const valid = await ancestry(id, path, key);
  const result: CheckedHeads = { onChain: 0, leftAside: 0, findings: [] };
  const unfit: SignedHead[] = [];
  const strangers = new Map<string, number>();
  let lastGood = 0;
  let page: SignedHead[] = [];

  async function look(): Promise<void> {
    const fitting = await onChain(sql, page);
    for (const head of page) {
      if (!fitting.has(head)) unfit.push(head);
      else result.onChain++, lastGood = Math.max(lastGood, head.position);
    }
    page = [];
  }

  for await (const line of readHeads(path, key)) {
    if ("problem" in line) {
      result.findings.push({ from: 0, to: 0, problem: `line ${line.line} of ${path} ${line.problem}` });
      continue;
    }
    const until = valid.get(line.head.log);
    if (until === undefined) strangers.set(line.head.log, (strangers.get(line.head.log) ?? 0) + 1);
    else if (line.head.position > until) result.leftAside++;
    else if (page.push(line.head) === headsPerPage) await look();
  }
  await look();
  if (unfit.length > 0) result.findings.push(rewritten(unfit, lastGood));
  for (const [log, heads] of strangers) {
    const problem = `${heads} signed heads are of log ${log}, and this log is ${id} and does not come from it`;
    result.findings.push({ from: 0, to: 0, problem });
  }
  return result;
}

/** This log and those that it was restored from, each with the position up to which its heads are ours too. */
async function ancestry(id: string, path: string, key: HeadKey): Promise<Map<string, number>> {
  const cameFrom = new Map<string, SignedHead>();
  for await (const line of readHeads(path, key)) {
    if ("head" in line && line.head.from) cameFrom.set(line.head.log, line.head);
  }
  const valid = new Map([[id, Infinity]]);
  let until = Infinity;
  for (let link = cameFrom.get(id); link?.from && !valid.has(link.from); link = cameFrom.get(link.from)) {
    until = Math.min(until, link.position);
    valid.set(link.from, until);
  }
  return valid;
}

async function onChain(sql: Sql, heads: readonly SignedHead[]): Promise<Set<SignedHead>> {
  if (heads.length === 0) return new Set();
  const rows = await sql<{ position: number; hash: string }[]>`
    SELECT last_position AS position, encode(hash, 'hex') AS hash FROM log_batches
    WHERE last_position IN (SELECT jsonb_array_elements_text(${sql.json(heads.map((h) => h.position))})::bigint)`;
  const hashes = new Map(rows.map(({ position, hash }) => [position, hash]));
  return new Set(heads.filter(({ position, hash }) => hashes.get(position) === hash));
}

function rewritten(unfit: readonly SignedHead[], lastGood: number): Finding {
  const first = unfit.reduce((a, b) => a.position <= b.position ? a : b);
  const others = unfit.length > 1 ? ` (and ${unfit.length - 1} more signed heads)` : "";
  return {
    from: Math.min(lastGood + 1, first.position),
    to: first.position,
    problem: `was rewritten or removed: the head signed at ${first.at} is no longer on the chain${others}`,
  };
}
