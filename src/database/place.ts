import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Account, accountFor, runAs } from "./account.ts";
import { exists, makeOpen, openFolders, reachableBinaries } from "./binaries.ts";

/** Where the parts of an embedded PostgreSQL are, all of them reachable for the account it runs under. */
export type Place = {
  account: Account | undefined;
  /** Folder of initdb, pg_ctl and postgres. */
  binaries: string;
  /** Holds the cluster, the server's log and the owner's lock. */
  home: string;
  cluster: string;
};

const noteName = "postgres_is_elsewhere.txt";

/**
 * Finds or makes the place of a data directory's database: inside it, or where PostgreSQL's account cannot reach that (a
 * clone below a closed home directory), in a folder of its own that a note in the data directory names.
 */
export async function placeFor(dataDir: string): Promise<Place> {
  const home = await noted(dataDir) ?? join(dataDir, "postgres");
  const cluster = join(home, "cluster");
  const account = await accountFor(cluster);
  const binaries = await reachableBinaries(account);
  if (await isReachable(account, binaries, home)) return { account, binaries, home, cluster };
  if (await exists(cluster)) {
    throw new Error(`The database in ${home} cannot be reached by ${nameOf(account)}; let it through to that folder.`);
  }
  const elsewhere = await moveOut(dataDir, account, binaries);
  return { account, binaries, home: elsewhere, cluster: join(elsewhere, "cluster") };
}

async function noted(dataDir: string): Promise<string | undefined> {
  const note = join(dataDir, noteName);
  if (!await exists(note)) return undefined;
  const [home] = (await Deno.readTextFile(note)).split("\n");
  if (await exists(home)) return home;
  throw new Error(
    `The database was in ${home}, which is gone. Put it back, or remove ${note} to begin with an empty one.`,
  );
}

async function moveOut(dataDir: string, account: Account | undefined, binaries: string): Promise<string> {
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  // a new name each time: an older one belongs to a data directory that was deleted
  const name = `${hash}-${crypto.randomUUID().slice(0, 8)}`;
  for (const folder of openFolders) {
    const home = join(folder, name);
    if (!await makeOpen(folder) || !await isReachable(account, binaries, home)) continue;
    await Deno.writeTextFile(join(home, "belongs_to.txt"), `${dataDir}\n`);
    const note =
      `${home}\nThe account that PostgreSQL runs under cannot reach this folder, so the database is there.\n`;
    await Deno.writeTextFile(join(dataDir, noteName), note);
    return home;
  }
  throw new Error(
    `PostgreSQL runs as ${nameOf(account)}, which can reach neither DATA_DIR (${dataDir}) nor ${
      openFolders.join(" nor ")
    }; set DATA_DIR to a folder it can reach.`,
  );
}

/** Whether a program of the account can be started in a folder (made where it is missing), and own folders in it. */
async function isReachable(account: Account | undefined, binaries: string, folder: string): Promise<boolean> {
  const trial = join(folder, `trial-${crypto.randomUUID()}`);
  try {
    if (!await makeOpen(folder)) return false;
    await Deno.mkdir(trial, { mode: 0o700 });
    if (account) await Deno.chown(trial, account.uid, account.gid);
    return (await runAs(account, join(binaries, "postgres"), ["--version"], { cwd: trial })).code === 0;
  } catch {
    return false;
  } finally {
    await Deno.remove(trial).catch(() => {});
  }
}

function nameOf(account: Account | undefined): string {
  return account?.name ?? "this account";
}
