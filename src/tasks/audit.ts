import { audit } from "../audit/audit.ts";
import type { Finding } from "../audit/chain.ts";
import { headKey } from "../audit/head_key.ts";
import { headsFile } from "../audit/heads.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { progressBar, runTask } from "./run_task.ts";

/** `deno task audit`: walks the log's hash chain and looks up every signed head of `DATA_DIR`, also while serving. */
const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
await runTask(async () => {
  await using database = await openDatabase(config, secrets);
  using bar = progressBar("{bar} {percentage}% | {value}/{total} events | {eta_formatted} left");
  bar.start(await database.log.head(), 0);
  const { head, heads, leftAside, wrong, findings } = await audit({
    sql: database.sql,
    key: headKey(secrets),
    heads: headsFile(config.dataDir),
    progress(position, total) {
      bar.setTotal(total);
      bar.update(position);
    },
  });
  bar.stop();
  for (const finding of findings) console.error(sentence(finding));
  if (wrong > findings.length) console.error(`and ${wrong - findings.length} more.`);
  const aside = leftAside > 0 ? `, ${leftAside} stand after the place where this log left an older one` : "";
  console.log(`${head} events looked at, ${heads} signed heads are on the chain${aside}.`);
  console.log(wrong === 0 ? "Nothing was changed." : `${wrong} places are not as they were appended.`);
  if (heads === 0) console.log("Without signed heads a log rewritten as a whole cannot be told from a good one.");
  if (wrong > 0) Deno.exitCode = 1;
});

function sentence({ from, to, problem }: Finding): string {
  if (to === 0) return `The log: ${problem}.`;
  return `${from === to ? `Position ${from}` : `Positions ${from} to ${to}`}: ${problem}.`;
}
