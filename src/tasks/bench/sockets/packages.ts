import { join } from "node:path";
import process from "node:process";

/** What ours is compared with, each at one version. */
export const manifest = {
  private: true,
  type: "module",
  dependencies: { "socket.io": "4.8.4", "ws": "8.23.0" },
};

/** Where they lie; kept from run to run, thrown away with `rm -r .bench`. */
export const folder = join(process.cwd(), ".bench", "sockets");
