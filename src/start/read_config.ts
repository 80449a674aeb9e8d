import type { App } from "../app.ts";
import { apps as allApps } from "../apps.ts";
import { type Config, readVariables } from "../configuration/config.ts";

/** Reads the configuration of the house and its apps; see `readVariables`. */
export function readConfig(variables: Record<string, string | undefined>, apps: readonly App[] = allApps): Config {
  return readVariables(variables, apps.flatMap(({ configuration }) => configuration ?? []));
}
