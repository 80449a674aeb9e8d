import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { installPackages } from "../../src/tasks/bench/peers/install.ts";
import { send } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { folder, manifest, type Workplace, workplace } from "./tools.ts";

await installPackages(folder, manifest);

/** A workplace with both documents of a real server, which runs meanwhile. */
async function documents(): Promise<AsyncDisposable & Workplace & { url: string }> {
  const server = await testServer();
  const place = await workplace();
  for (const name of ["openapi.json", "asyncapi.json"]) {
    await place.write(name, (await send(server, "GET", `/${name}`)).body);
  }
  return {
    ...place,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await place[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const redoclyProblems = z.object({
  problems: z.array(
    z.looseObject({
      ruleId: z.string(),
      message: z.string(),
      location: z.array(z.looseObject({ pointer: z.string() })),
    }),
  ),
});

async function redocly({ runTool }: Workplace, file: string): Promise<string[]> {
  const args = ["lint", "--extends", "recommended", "--format", "json", "--max-problems", "1000", file];
  const { out, errors } = await runTool("@redocly/cli/bin/cli.js", ...args);
  assert(out.startsWith("{"), errors);
  return redoclyProblems.parse(JSON.parse(out)).problems
    .map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

const spectralProblems = z.array(
  z.looseObject({ code: z.string(), message: z.string(), path: z.array(z.union([z.string(), z.number()])) }),
);

async function spectral({ runTool, write }: Workplace, file: string, rules: string): Promise<string[]> {
  await write("rules.json", { extends: [rules] });
  const args = ["lint", "-q", "-r", "rules.json", "-f", "json", file];
  const { out, errors } = await runTool("@stoplight/spectral-cli/dist/index.js", ...args);
  assert(out.startsWith("["), errors);
  return spectralProblems.parse(JSON.parse(out))
    .map(({ code, message, path }) => `${code} ${path.join("/")}: ${message}`);
}

/** The seeds' paths end in a slash, and stand as they are. */
const without = (rule: string, problems: string[]) => problems.filter((problem) => !problem.startsWith(`${rule} `));

Deno.test("Redocly and Spectral find nothing in the OpenAPI document but the seeds' trailing slashes", async () => {
  await using place = await documents();
  const [byRedocly, bySpectral] = [
    await redocly(place, "openapi.json"),
    await spectral(place, "openapi.json", "spectral:oas"),
  ];
  assertEquals(without("no-path-trailing-slash", byRedocly), []);
  assertEquals(without("path-keys-no-trailing-slash", bySpectral), []);
  assert(byRedocly.length > 15 && bySpectral.length > 15, "the rules were not looked at");
});

const parse = `
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
const { document, diagnostics } = await new Parser().parse(readFileSync("asyncapi.json", "utf8"));
console.log(JSON.stringify({
  messages: document?.allMessages().length ?? 0,
  problems: diagnostics.map(({ code, path, message }) => code + " " + path.join("/") + ": " + message),
}));
`;

Deno.test("the AsyncAPI parser reads the socket's document and finds nothing but that 3.0 is not the newest", async () => {
  await using place = await documents();
  await place.write("parse.mjs", parse);
  const { out, errors } = await place.run("node", "parse.mjs");
  assert(out.startsWith("{"), errors);
  const found = z.object({ messages: z.int(), problems: z.array(z.string()) }).parse(JSON.parse(out));
  assertEquals(without("asyncapi-latest-version", found.problems), []);
  assert(found.messages > 25);
});

Deno.test("a client that openapi-typescript generates compiles under strict rules and goes from sign-up to rating", async () => {
  await using place = await documents();
  const generated = await place.runTool("openapi-typescript/bin/cli.js", "openapi.json", "-o", "schema.ts");
  assertEquals(generated.code, 0, generated.errors);
  await place.write("story.ts", await Deno.readTextFile("tests/documents/story.ts.txt"));
  const strict = {
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      module: "esnext",
      moduleResolution: "bundler",
      target: "esnext",
      lib: ["esnext", "dom"],
      allowImportingTsExtensions: true,
      types: [],
    },
    files: ["story.ts"],
  };
  await place.write("tsconfig.json", strict);
  const compiled = await place.runTool("typescript/bin/tsc", "-p", ".");
  assertEquals([compiled.code, compiled.out], [0, ""]);
  await place.write("package.json", manifest);
  await place.write("deno.json", { nodeModulesDir: "manual" });
  const options = ["--no-check", "--no-lock", "--allow-net", "--allow-env"];
  const told = await place.run(Deno.execPath(), "run", ...options, "story.ts", place.url);
  assertEquals([told.code, told.errors], [0, ""]);
  assertEquals(told.out.trim().split("\n"), [
    "Your account is ready.",
    "mina is offered jun, 27",
    "matched",
    "The call is ended.",
    "Your rating is saved.",
    "jun talked to mina",
    "rating.already_given: You have already rated this call.",
  ]);
});
