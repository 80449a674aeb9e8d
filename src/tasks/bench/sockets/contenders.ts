import { linesOf } from "../peers/lines.ts";
import { folder } from "./packages.ts";

/** A server that is compared, in a process of its own. */
export type Contender = AsyncDisposable & {
  /** How client `n` comes. */
  door(n: number): { port: number; path: string; headers: Record<string, string> };
  /** Shows something to everybody. */
  fanOut(times: number): void;
  /** Bytes of memory that it holds; for those on Deno. */
  memory(): Promise<number>;
  dialect: Dialect;
};

/** What its frames look like. */
export type Dialect = {
  /** Sent by a client once it is open, and answered. */
  hello: string;
  signal(call: number, id: number): string;
  /** Where the letter stands that tells `a`ck, `c`all.signal and `m`atch.matched apart. */
  letterAt: number;
};

/** As an ICE candidate is. */
const candidate = {
  candidate: "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 rport 0 ufrag EEtu",
  sdpMid: "0",
  sdpMLineIndex: 0,
};

const frames: Dialect = {
  hello: JSON.stringify({ type: "ping", id: 0, data: {} }),
  signal: (call, id) =>
    JSON.stringify({ type: "call.signal", id, data: { call_session_id: String(call), signal: candidate } }),
  letterAt: `{"type":"`.length,
};

const packets: Dialect = {
  hello: "40",
  signal: (call, id) =>
    `42${id}${JSON.stringify(["call.signal", { call_session_id: String(call), signal: candidate }])}`,
  letterAt: `42["`.length,
};

const script = (name: string) => new URL(name, import.meta.url).pathname;
const deno = [Deno.execPath(), "run", "-q", "--v8-flags=--expose-gc"];

type Started = { command: string[]; path: string; dialect: Dialect };

/** Those that are compared: how each is started, and how it is spoken to. Node where there is one: it is their home. */
export const all = {
  "inyeon": { command: [...deno, "-P=server", script("serve_inyeon.ts")], path: "/ws", dialect: frames },
  "bare Deno": { command: [...deno, "--allow-net", script("serve_bare.ts")], path: "/", dialect: frames },
  "ws": { command: ["node", script("serve_node.mjs"), folder, "ws"], path: "/", dialect: frames },
  "socket.io": {
    command: ["node", script("serve_node.mjs"), folder, "socket.io"],
    path: "/socket.io/?EIO=4&transport=websocket",
    dialect: packets,
  },
} satisfies Record<string, Started>;

/** Those that pass messages of chats on. */
export const chatContenders = {
  "inyeon": { command: [...deno, "-P=server", script("../chat/serve_chat.ts")], path: "/ws", dialect: frames },
  "bare relay": all["bare Deno"],
} satisfies Record<string, Started>;

export type Name = keyof typeof all;
export const names = Object.keys(all) as Name[];

/** Starts one for so many clients. Each writes one line once it listens: its port, and tokens where it wants them. */
export async function startContender(
  { command: [program, ...args], path, dialect }: Started,
  clients: number,
): Promise<Contender> {
  const child = new Deno.Command(program, {
    args: [...args, String(clients)],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  const say = (orders: string) => writer.write(new TextEncoder().encode(orders));
  const lines = linesOf(child.stdout);
  const { value } = await lines.next();
  if (value === undefined) throw new Error(`${program} ${args.join(" ")} ended before it listened.`);
  const { port, tokens }: { port: number; tokens?: string[] } = JSON.parse(value);
  return {
    dialect,
    door: (n) => ({
      port,
      path,
      headers: { "x-client": String(n), ...(tokens ? { authorization: `Bearer ${tokens[n]}` } : {}) },
    }),
    fanOut: (times) => void say("\n".repeat(times)).catch(() => {}),
    async memory() {
      await say("m");
      const { bytes }: { bytes: number } = JSON.parse((await lines.next()).value ?? "{}");
      return bytes;
    },
    async [Symbol.asyncDispose]() {
      await writer.close().catch(() => {});
      const killing = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await child.status;
      clearTimeout(killing);
      await lines.return(undefined);
    },
  };
}
