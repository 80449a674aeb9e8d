import { assert, assertEquals } from "@std/assert";
import { childServer, testInstallation } from "../support/server.ts";

/** The blocks of READMEs that are run in a shell while a server runs. */
async function stories(): Promise<string[]> {
  const readmes = await Promise.all(["calls", "saju"].map((app) => Deno.readTextFile(`src/${app}/README.md`)));
  return [...readmes.join("\n").matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block).filter((block) =>
    block.includes("#> ")
  );
}

/** A shown answer as a pattern: `…` stands for anything. */
function shape(line: string): RegExp {
  return new RegExp(`^${line.split("…").map((part) => RegExp.escape(part)).join(".*")}$`, "u");
}

Deno.test("README's stories run twice and answer what it says", async () => {
  await using place = await testInstallation();
  await using server = await childServer(place);
  const bin = await Deno.makeTempDir();
  try {
    // README asks npx for the Deno that runs already
    await Deno.writeTextFile(`${bin}/npx`, `#!/bin/sh\nshift 2\nexec ${Deno.execPath()} "$@"\n`, { mode: 0o755 });
    const blocks = await stories();
    assertEquals(blocks.length, 2);
    const script = blocks.join("\n").replace(/^B=.*$/m, `B=${server.url}`);
    const expected = script.split("\n").filter((line) => line.startsWith("#> ")).map((line) => line.slice(3));
    const env = { DATA_DIR: place.dataDir, DATABASE_URL: place.databaseUrl, PATH: `${bin}:${Deno.env.get("PATH")}` };
    for (const time of ["first", "second"]) {
      const { stdout, stderr } = await new Deno.Command("bash", { args: ["-c", script], env }).output();
      const [told, complaints] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
      assertEquals(complaints, "", `the ${time} time`);
      const lines = told.trim().split("\n");
      assertEquals(lines.length, expected.length, told);
      for (const [at, line] of expected.entries()) {
        assert(shape(line).test(lines[at]), `the ${time} time README shows\n${line}\nand there came\n${lines[at]}`);
      }
    }
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
});
