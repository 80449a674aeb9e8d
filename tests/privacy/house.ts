import sharp from "sharp";
import { connect } from "../../src/database/connect.ts";
import { lease } from "../../src/database/lease.ts";
import type { Person } from "../support/client.ts";
import type { Installation, TestServer } from "../support/server.ts";

/** Keeps servers from doing their chores until the end of the scope; take it before they start. */
export async function noHousekeeping({ databaseUrl }: Installation): Promise<AsyncDisposable> {
  const sql = connect(databaseUrl, { max: 2, applicationName: "test" });
  const stopping = new AbortController();
  const leads = Promise.withResolvers<void>();
  const held = lease(sql, "housekeeping", {
    holder: "test",
    lead: (_epoch, signal) => {
      leads.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  }, stopping.signal);
  await leads.promise;
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await held.done;
      await sql.end({ timeout: 1 });
    },
  };
}

/** The names of the files that a server has stored. */
export async function filesOf({ installation }: Pick<TestServer, "installation">): Promise<string[]> {
  const folder = `${installation.dataDir}/media`;
  if (!await Deno.stat(folder).catch(() => undefined)) return [];
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}

/** Stores a picture of one colour: as `profile_image` by PATCH, or as `file` by POST. */
export async function storePicture(someone: Person, as: "profile_image" | "file", colour = "#aa3355"): Promise<void> {
  const image = sharp({ create: { width: 20, height: 20, channels: 3, background: colour } });
  const form = new FormData();
  form.append(as, new Blob([new Uint8Array(await image.png().toBuffer())]), "a.png");
  const { status } = as === "file"
    ? await someone.post("/api/media", form)
    : await someone.patch("/api/user/profile/", form);
  if (status >= 300) throw new Error(`The picture was not stored: ${status}`);
}

/** Whose keys are there. */
export async function subjectsOf({ system: { sql } }: Pick<TestServer, "system">): Promise<number[]> {
  const rows = await sql<{ subject: number }[]>`SELECT subject FROM personal_keys ORDER BY subject`;
  return rows.map(({ subject }) => subject);
}
