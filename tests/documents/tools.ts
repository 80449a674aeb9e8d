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

/** Runs a program in a folder; its exit code and what it wrote. */
export async function run(command: string, args: string[], cwd = folder) {
  const env = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  const { code, stdout, stderr } = await new Deno.Command(command, { args, cwd, env, stdin: "null" }).output();
  const [out, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, errors };
}

/** Runs the command of one of the tools, in Node. */
export function runTool(path: string, ...args: string[]) {
  return run("node", [join("node_modules", path), ...args]);
}
