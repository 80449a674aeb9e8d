import { join } from "node:path";
import { pathToFileURL } from "node:url";
import process from "node:process";

/** The peers, each at one version, and what they are used with. */
export const manifest = {
  private: true,
  type: "module",
  dependencies: {
    "@event-driven-io/emmett": "0.42.0",
    "@event-driven-io/emmett-postgresql": "0.42.0",
    "@castore/core": "2.4.2",
    "@castore/event-storage-adapter-postgres": "2.4.2",
    "@eventide/message-db": "1.3.1",
    "@dcb-es/event-store": "7.0.1",
    "@dcb-es/event-store-postgres": "7.0.1",
    "pg": "8.23.1",
  },
  // it asks for "workspace:*", which nobody outside its own repository can resolve
  overrides: { "@dcb-es/event-store": "7.0.1" },
};

/** Where they lie; kept from run to run, thrown away with `rm -r .bench`. */
export const folder = join(process.cwd(), ".bench", "peers");

/** Where each package begins, below `node_modules`. */
const entries = {
  "@event-driven-io/emmett-postgresql": "dist/index.js",
  "@castore/event-storage-adapter-postgres": "dist/cjs/index.js",
  "@dcb-es/event-store": "dist/index.js",
  "@dcb-es/event-store-postgres": "dist/index.js",
  "@event-driven-io/dumbo": "dist/index.js",
  "pg": "lib/index.js",
};

/** Loads a package. `T` says what the bench uses of it: its own declarations are not here when this is checked. */
export async function load<T>(name: keyof typeof entries): Promise<T> {
  return await import(pathToFileURL(join(folder, "node_modules", name, entries[name])).href);
}

/** What the bench uses of `pg`. */
export type PgPool = {
  query<R>(text: string, values?: unknown[]): Promise<{ rows: R[] }>;
  end(): Promise<void>;
};
export type Pg = { default: { Pool: new (options: { connectionString: string; max?: number }) => PgPool } };
