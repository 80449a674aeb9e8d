import { removeAbandoned } from "../../src/database/embedded.ts";

/** A data directory of a test, that PostgreSQL's account can reach. */
export type DataDirectory = AsyncDisposable & { path: string };

/** A new data directory, gone with its database at the end of the scope. */
export async function dataDirectory(mode = 0o755): Promise<DataDirectory> {
  const folder = await Deno.makeTempDir({ prefix: "inyeon-test-" });
  await Deno.chmod(folder, mode);
  const path = `${folder}/data`;
  const remove = async () => {
    await removeAbandoned(path);
    await Deno.remove(folder, { recursive: true });
  };
  return { path, [Symbol.asyncDispose]: remove };
}
