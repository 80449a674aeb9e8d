/**
 * Whether the client of a request has left. Ask right before an upgrade: if Deno has seen the client leave, it never frees
 * the upgraded connection and never tells its socket.
 */
export async function hasLeft({ signal }: Request): Promise<boolean> {
  // Deno makes the signal on first use; within two turns of the loop it learns what happened before
  await Promise.resolve();
  await Promise.resolve();
  return signal.aborted;
}
