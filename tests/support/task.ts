import type { Installation } from "./server.ts";

/** Runs a task as `deno task` does. */
export async function task({ databaseUrl, dataDir }: Installation, name: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "--no-prompt", "-P=server", `src/tasks/${name}.ts`, ...args],
    env: { DATABASE_URL: databaseUrl, DATA_DIR: dataDir },
    stdin: "null",
  }).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}
