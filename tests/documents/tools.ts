import { join } from "node:path";
import process from "node:process";

/** Others' tools that read the documents, each at one version. They stay out of the server's own packages. */
export const manifest = {
  private: true,
  type: "module",
  dependencies: {
    "@asyncapi/parser": "3.6.6",
    "@redocly/cli": "2.77.0",
    "@stoplight/spectral-cli": "6.16.3",
    "openapi-fetch": "0.17.0",
    "openapi-typescript": "7.13.0",
    "typescript": "5.9.3",
  },
};

/** Where they lie; kept from run to run, thrown away with `rm -r .bench`. */
export const folder = join(process.cwd(), ".bench", "documents");

/** A folder of a test's own, in which programs find the tools. */
export async function workplace(): Promise<AsyncDisposable & Workplace> {
  const place = await Deno.makeTempDir({ prefix: "inyeon-documents-" });
  await Deno.symlink(join(folder, "node_modules"), join(place, "node_modules"));
  const run: Workplace["run"] = async (command, ...args) => {
    const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
    const { code, stdout, stderr } = await new Deno.Command(command, { args, cwd: place, env, stdin: "null" }).output();
    const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { code, out, errors };
  };
  return {
    run,
    runTool: (path, ...args) => run("node", join("node_modules", path), ...args),
    write: (name, content) =>
      Deno.writeTextFile(join(place, name), typeof content === "string" ? content : JSON.stringify(content, null, 1)),
    [Symbol.asyncDispose]: () => Deno.remove(place, { recursive: true }),
  };
}

type Ran = { code: number; out: string; errors: string };
/** Runs programs in a folder, and writes files into it. */
export type Workplace = {
  run(command: string, ...args: string[]): Promise<Ran>;
  /** Runs the command of one of the tools, in Node. */
  runTool(path: string, ...args: string[]): Promise<Ran>;
  /** Text as it is, anything else as JSON. */
  write(name: string, content: unknown): Promise<void>;
};
