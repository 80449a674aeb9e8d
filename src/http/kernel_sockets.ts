import { freeInARow, openLibc } from "./libc.ts";

/** A TCP connection of this process, as the kernel sees it. Bytes count its whole life. */
export type KernelSocket = {
  fd: number;
  /** The other end, formatted by `peerName`. */
  peer: string;
  /** Bytes that this process has read. */
  taken: number;
  /** Bytes that the other end has acknowledged, and whether more are waiting for it. */
  acked: number;
  owes: boolean;
};

/** What the kernel knows about this process's connections, and what only it can do with them. */
export type KernelSockets = Disposable & {
  /** Every open connection accepted on a local port, in one synchronous pass. */
  look(port: number): KernelSocket[];
  /** Resets a connection at once, unless its descriptor has been reused since the look. */
  end(socket: KernelSocket): void;
  /**
   * Bounds what the kernel keeps for future connections on a local port: unread bytes (Linux allows some 30 MB, which one
   * read brings into the process at once), and the time that a connection closed by us waits for the other end's close
   * (otherwise 60 s).
   */
  bound(port: number, of: { unreadBytes: number; halfClosedSec: number }): void;
};

const symbols = {
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  ioctl: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  shutdown: { parameters: ["i32", "i32"], result: "i32" },
} as const;

/** From Linux's headers for x86-64: socket(7), tcp(7), ioctl(2). */
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_LINGER = 13;
const IPPROTO_TCP = 6;
const TCP_LINGER2 = 8;
const TCP_INFO = 11;
const FIONREAD = 0x541bn;
const SHUT_RDWR = 2;
const AF_INET = 2;
const AF_INET6 = 10;
/** In `struct tcp_info`. */
const offsets = { unacked: 24, bytesAcked: 120, bytesReceived: 128, notSent: 144 };

/** Opens the kernel's view on Linux x86-64 with permission to use the C library; elsewhere undefined. */
export function openKernelSockets(): KernelSockets | undefined {
  const library = Deno.build.arch === "x86_64" ? openLibc(symbols) : undefined;
  return library && view(library);
}

type Libc = Deno.DynamicLibrary<typeof symbols>["symbols"];

function view(library: Deno.DynamicLibrary<typeof symbols>): KernelSockets {
  const libc = library.symbols;
  const ends = endsOf(libc);
  const counters = countersOf(libc);
  let highest = 0;

  function seen(fd: number): KernelSocket | undefined {
    // a listening socket has no peer
    const peer = ends.peer(fd);
    const counted = peer === undefined ? undefined : counters(fd);
    return counted && peer !== undefined ? { fd, peer, ...counted } : undefined;
  }

  function* ofPort(port: number): Generator<number> {
    let last = 0;
    for (let fd = 0; fd <= Math.max(highest, last) + freeInARow; fd++) {
      const own = ends.ownPort(fd);
      if (own === undefined) continue;
      last = fd;
      if (own === port) yield fd;
    }
    highest = last;
  }

  return {
    look: (port) => ofPort(port).map(seen).filter((socket) => socket !== undefined).toArray(),
    end({ fd, peer }) {
      if (ends.peer(fd) !== peer) return;
      // with a linger of 0, close resets the connection and drops data waiting to be sent
      libc.setsockopt(fd, SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]), 8);
      libc.shutdown(fd, SHUT_RDWR);
    },
    bound(port, { unreadBytes, halfClosedSec }) {
      // accepted sockets inherit this; the kernel doubles it for its own overhead
      for (const fd of ofPort(port)) {
        libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, new Int32Array([unreadBytes]), 4);
        libc.setsockopt(fd, IPPROTO_TCP, TCP_LINGER2, new Int32Array([halfClosedSec]), 4);
      }
    },
    [Symbol.dispose]: () => library.close(),
  };
}

/** Reads the two ends of a descriptor; undefined where it is no internet socket, or has no such end. */
function endsOf(libc: Libc): { ownPort(fd: number): number | undefined; peer(fd: number): string | undefined } {
  // V8's fast calls need byte arrays, and each call to name its function
  const bytes = new Uint8Array(128);
  const address = new DataView(bytes.buffer);
  const length = new Uint32Array(1);
  const isInternet = () => [AF_INET, AF_INET6].includes(address.getUint16(0, true));
  return {
    ownPort(fd) {
      length[0] = bytes.length;
      return libc.getsockname(fd, bytes, length) === 0 && isInternet() ? address.getUint16(2) : undefined;
    },
    peer(fd) {
      length[0] = bytes.length;
      return libc.getpeername(fd, bytes, length) === 0 && isInternet() ? written(address) : undefined;
    },
  };
}

/** Reads what the kernel counted of a connection; undefined where it cannot tell. */
function countersOf(libc: Libc): (fd: number) => Pick<KernelSocket, "taken" | "acked" | "owes"> | undefined {
  const bytes = new Uint8Array(256);
  const info = new DataView(bytes.buffer);
  const length = new Uint32Array(1);
  const unread = new Int32Array(1);
  return (fd) => {
    length[0] = bytes.length;
    if (libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, bytes, length) !== 0) return undefined;
    if (length[0] < offsets.notSent + 4 || libc.ioctl(fd, FIONREAD, unread) !== 0) return undefined;
    return {
      taken: Number(info.getBigUint64(offsets.bytesReceived, true)) - unread[0],
      acked: Number(info.getBigUint64(offsets.bytesAcked, true)),
      owes: info.getUint32(offsets.unacked, true) + info.getUint32(offsets.notSent, true) > 0,
    };
  };
}

/** The address and port in a `sockaddr_in` or `sockaddr_in6`, in the form of `peerName`. */
function written(address: DataView): string {
  const port = address.getUint16(2);
  if (address.getUint16(0, true) === AF_INET) return `${dotted(address, 4)}:${port}`;
  const groups = Array.from({ length: 8 }, (_, n) => address.getUint16(8 + 2 * n));
  const isMapped = groups.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (isMapped) return `${dotted(address, 20)}:${port}`;
  const { hostname } = new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`);
  return `${hostname.slice(1, -1)}:${port}`;
}

function dotted(address: DataView, at: number): string {
  return [0, 1, 2, 3].map((n) => address.getUint8(at + n)).join(".");
}

/** Formats the other end of a connection as address and port, IPv4 in IPv6 as IPv4. */
export function peerName({ hostname, port }: Deno.NetAddr): string {
  return `${hostname.replace(/^::ffff:(?=\d+\.)/i, "")}:${port}`;
}
