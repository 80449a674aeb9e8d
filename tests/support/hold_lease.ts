/** A process that contends for a lease: prints each epoch in which it leads, and gives it back at SIGTERM. */
import { connect } from "../../src/database/connect.ts";
import { lease } from "../../src/database/lease.ts";

const [url, name] = Deno.args;
const sql = connect(url, { max: 2 });
const stopping = new AbortController();
Deno.addSignalListener("SIGTERM", () => stopping.abort());
const alive = setInterval(() => {}, 60_000);

const lead = (epoch: number, signal: AbortSignal) => {
  console.log(`leads ${epoch}`);
  return new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => {
      console.log(`lost ${epoch}`);
      resolve();
    });
  });
};
await lease(sql, name, { holder: `process ${Deno.pid}`, lead }, stopping.signal).done;
await sql.end();
clearInterval(alive);
Deno.exit(0);
