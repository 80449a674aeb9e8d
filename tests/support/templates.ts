import type { Sql } from "postgres";
import { apps } from "../../src/apps.ts";
import { connect } from "../../src/database/connect.ts";
import { openLog } from "../../src/log/open.ts";
import { personalKeys } from "../../src/log/personal.ts";
import { ensureLive } from "../../src/read_models/rebuild.ts";
import { prepareSchema } from "../../src/start/prepare_schema.ts";
import { templates } from "./database.ts";

/** Makes the databases that those of the tests are copies of. */
export async function makeTemplates(serverUrl: string): Promise<void> {
  const server = connect(serverUrl, { max: 1 });
  await makeLoginsQuick(server, new URL(serverUrl).password);
  const steps = [
    { name: templates.prepared, from: "template0", fill: prepareSchema },
    { name: templates.served, from: templates.prepared, fill: serveOnce },
  ];
  for (const { name, from, fill } of steps) {
    await server.unsafe(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    const template = connect(url, { max: 4 });
    await fill(template);
    await template.end();
    // what a first connection reads of the catalogue is kept in a file, which is copied too
    const first = connect(url, { max: 1 });
    await first`SELECT 1`;
    await first.end();
    // nobody connected means that it can be copied at any time
    await server.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  }
  await server.end();
}

/** A client hashes its password four thousand times for each connection, and a test opens two dozen. */
async function makeLoginsQuick(server: Sql, password: string): Promise<void> {
  await server`SET scram_iterations = 1`;
  await server.unsafe(`ALTER ROLE CURRENT_USER PASSWORD '${password}'`);
}

/** Leaves a database with a schema as a first server does that nobody has asked for anything. */
async function serveOnce(sql: Sql): Promise<void> {
  const log = await openLog({ sql, personal: personalKeys(sql, []) });
  const projections = apps.flatMap((app) => app.projections);
  await ensureLive({ sql, log, projections, signal: new AbortController().signal });
  await log.close();
}
