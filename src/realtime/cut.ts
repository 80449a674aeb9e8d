import { z } from "zod";

const core = z.object({ tryClose: z.custom<(rid: number) => void>((value) => typeof value === "function") });
const resource = z.number().int();

/**
 * Ends a socket's connection at once and frees what it held; a close by the protocol waits for the client. Returns false
 * if the runtime lacks this (it is private to Deno, see the README of this folder) or the socket never opened.
 */
export function cutSocket(socket: WebSocket): boolean {
  const tryClose = closer();
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "[[rid]]");
  const rid = resource.safeParse(symbol && Reflect.get(socket, symbol));
  if (!tryClose || !rid.success) return false;
  tryClose(rid.data);
  return true;
}

/** Whether sockets can be cut on this runtime. */
export function canCut(): boolean {
  return closer() !== undefined;
}

function closer(): ((rid: number) => void) | undefined {
  const name: unknown = Reflect.get(Deno, "internal");
  const internal: unknown = typeof name === "symbol" ? Reflect.get(Deno, name) : undefined;
  return z.object({ core }).safeParse(internal).data?.core.tryClose;
}
