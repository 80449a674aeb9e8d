import { Buffer } from "node:buffer";
import { once } from "node:events";
import { isIP, Socket } from "node:net";
import { connect as secure, type TLSSocket } from "node:tls";

const protocol3 = 196_608;
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const willing = "S".charCodeAt(0);

/** Where a connection goes, as postgres.js tells the maker of its sockets. */
interface Address {
  host: string[];
  port: number[];
  path?: string | false;
}

/** How a connection is secured, in libpq's terms. */
export interface Tls {
  /**
   * `disable`, `allow` or `prefer` (if the server is willing), `require`, `verify-ca` or `verify-full` (its certificate
   * and name are verified).
   */
  sslmode: string;
  /** A file of certificates to trust instead of the usual ones. */
  sslrootcert: string | null;
}

/**
 * Blanks for the server to pass over, as the parameter `options` of the message that opens a connection. They make it
 * longer than 1,024 bytes, from which on postgres.js sends at once; see {@link openSocket}.
 */
export const startupPadding = " ".repeat(1024);

/**
 * Opens the socket of a connection, for postgres.js 3.4.9, which forgets two things when one dies. What it had gathered
 * to send it keeps, and on the connection that takes the place waits for ever for a moment that has passed, unless there
 * is enough to send at once: so the opening message is long, and what comes before it is left out. What was asked after
 * an error and before the close that follows it is left without an answer: so a close is told as one without an error.
 *
 * @param withinMs how long the server may take until it is secured
 * @returns a socket that tells what fails as its error, also what failed before
 */
export async function openSocket(address: Address, tls: Tls, withinMs: number): Promise<Socket> {
  const plain = new Socket();
  if (address.path) plain.connect(address.path);
  else plain.connect(address.port[0], address.host[0]);
  if (tls.sslmode === "disable") return mended(plain);
  try {
    return mended(await secured(plain, address.host[0], tls, AbortSignal.timeout(withinMs)));
  } catch (error) {
    plain.destroy();
    const failed = mended(new Socket());
    setImmediate(() => failed.destroy(error as Error));
    return failed;
  }
}

async function secured(plain: Socket, host: string, tls: Tls, signal: AbortSignal): Promise<Socket | TLSSocket> {
  const { sslmode, sslrootcert } = tls;
  const ca = sslrootcert ? await Deno.readTextFile(sslrootcert) : undefined;
  await once(plain, "connect", { signal });
  plain.write(sslRequest);
  const [[answer]] = await once(plain, "data", { signal }) as [Buffer];
  if (answer === willing) {
    const rejectUnauthorized = sslmode.startsWith("verify-");
    return secure({ socket: plain, servername: isIP(host) ? undefined : host, rejectUnauthorized, ca });
  }
  if (sslmode === "allow" || sslmode === "prefer") return plain;
  throw new Error(`The PostgreSQL at ${host} does not offer TLS, which sslmode=${sslmode} asks for.`);
}

function mended(socket: Socket): Socket {
  const { emit, write } = socket;
  let opened = false;
  return Object.assign(socket, {
    emit: (name: string, ...args: unknown[]) =>
      Reflect.apply(emit, socket, [name, ...(name === "close" ? [false] : args)]),
    write(bytes: Buffer, ...rest: unknown[]) {
      const from = opened ? 0 : startOfOpening(bytes);
      opened = true;
      return Reflect.apply(write, socket, [bytes.subarray(from), ...rest]);
    },
  });
}

/** Where the opening message begins, the last of what is sent: its length, then the version of the protocol. */
function startOfOpening(bytes: Buffer): number {
  for (let n = bytes.length - 8; n > 0; n--) {
    if (bytes.readUInt32BE(n) === bytes.length - n && bytes.readUInt32BE(n + 4) === protocol3) return n;
  }
  return 0;
}
