import { join } from "node:path";
import { folder as peersFolder, manifest as peersManifest } from "./packages.ts";

/** npm, for a machine that has none: `overrides` and "workspace:*" are more than Deno's own installer takes. */
const npmOfDeno = ["run", "-q", "--allow-all", "npm:npm@11.6.2"];
const options = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];

/** Fetches the peers into their folder. */
export const installPeers = () => installPackages(peersFolder, peersManifest);

/** Fetches packages into a folder, unless exactly these are there. */
export async function installPackages(folder: string, manifest: object): Promise<void> {
  const wanted = JSON.stringify(manifest, null, 2);
  const note = join(folder, "installed.json");
  if (await Deno.readTextFile(note).catch(() => undefined) === wanted) return;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.remove(join(folder, "node_modules"), { recursive: true }).catch(() => {});
  await Deno.writeTextFile(join(folder, "package.json"), wanted);
  const { success, stderr } = await npm(folder).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return npm(folder, Deno.execPath(), npmOfDeno);
  });
  if (!success) throw new Error(`The packages of ${folder} cannot be installed: ${new TextDecoder().decode(stderr)}`);
  await Deno.writeTextFile(note, wanted);
}

function npm(folder: string, command = "npm", before: string[] = []): Promise<Deno.CommandOutput> {
  return new Deno.Command(command, { args: [...before, ...options], cwd: folder }).output();
}
