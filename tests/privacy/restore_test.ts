import { assertEquals } from "@std/assert";
import { backup } from "../../src/backup/backup.ts";
import { forgottenFile } from "../../src/backup/forgotten.ts";
import { start } from "../../src/start/start.ts";
import { backupFolder, makePlace } from "../backup/house.ts";
import { person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { assertSound } from "../support/sound.ts";

Deno.test("whoever signs up after a restore is nobody who was forgotten since the backup", async () => {
  await using folder = await backupFolder();
  await using server = await testServer();
  const { sql, secrets, now } = server.system;
  await person(server, { name: "mina" });
  const signal = new AbortController().signal;
  await backup({ sql, secrets, file: folder.path("early"), now, signal });
  // ids of a block that the backup knows nothing of
  await sql`SELECT setval('user_ids', 5001)`;
  await using other = await server.another();
  const juno = await person(other, { name: "juno" });
  const [{ id }] = await sql<{ id: number }[]>`SELECT max(id) AS id FROM users`;
  assertEquals((await juno.post("/api/users/me/erase")).status, 200);

  await using place = await makePlace({ dataDir: server.installation.dataDir });
  await place.restore([folder.path("early")], { erasuresFrom: [forgottenFile(server.installation.dataDir)] });
  const restored = await start({ ...place.config, port: 0 }, { limit: false });
  try {
    const hana = await person(restored, { name: "hana" });
    assertEquals((await hana.get("/api/user/profile/")).status, 200);
    const [latest] = await place.sql<{ id: number }[]>`SELECT max(id) AS id FROM users`;
    assertEquals([id > 5_000, latest.id > id], [true, true]);
    await assertSound(restored.system);
  } finally {
    await restored.stop();
  }
});
