import { projections } from "../apps.ts";
import { staffMembers } from "../../projections/accounts/users.ts";
import { holderOf, nameTag } from "../accounts/state.ts";
import { load } from "../deciding/boundary.ts";
import { SYSTEM } from "../deciding/command.ts";
import { commandRunner } from "../deciding/run.ts";
import { readConfig } from "../start/read_config.ts";
import { openDatabase } from "../start/open_database.ts";
import { openIds } from "../ids/ids.ts";
import { openRegistry } from "../read_models/registry.ts";
import { isRefusal, sentence } from "../answers/refusals.ts";
import { setStaff } from "../safety/set_staff.ts";
import { loadSecrets } from "../configuration/secrets.ts";
import { runTask } from "./run_task.ts";

/** `deno task staff add|remove NAME`, `deno task staff list`: who may do what staff may, also while serving. */
const [what, name, ...more] = Deno.args;
const isRight = what === "list" ? name === undefined : (what === "add" || what === "remove") && name !== undefined;
if (!isRight || more.length > 0) {
  console.error("Say whom: deno task staff add NAME, deno task staff remove NAME, or deno task staff list.");
  Deno.exit(2);
}

const config = readConfig(Deno.env.toObject());
const secrets = await loadSecrets(config);
await runTask(async () => {
  await using database = await openDatabase(config, secrets);
  const { sql, log } = database;
  const registry = await openRegistry(sql, projections);
  try {
    if (what === "list") {
      for (const { id, username } of await staffMembers(registry)) console.log(`${id}\t${username}`);
    } else {
      const { state: { userId } } = await load(log, registry, { userId: holderOf(secrets.hash(nameTag(name))) });
      if (userId === undefined) throw new Error(`Nobody is called ${name}.`);
      const isStaff = what === "add";
      const ids = openIds(sql);
      const run = commandRunner({ log, registry, projections, ids, rules: config, now: () => new Date() });
      // where no server runs, nobody brings the read models up to date
      const asker = { me: SYSTEM, correlationId: crypto.randomUUID(), wait: false };
      const done = await run(setStaff, { userId, isStaff }, asker);
      if (isRefusal(done)) throw new Error(sentence(done, "en"));
      console.log(isStaff ? `${name} is staff.` : `${name} is not staff.`);
    }
  } finally {
    await registry.close();
  }
});
