/**
 * Whether the client of a request has left by now. To be asked right before an upgrade: Deno never lets go of the
 * connection of one whose client it has seen leave, nor says so to its socket.
 */
export async function hasLeft({ signal }: Request): Promise<boolean> {
  // the signal is made when it is first asked for, and learns within these two turns what happened before
  await Promise.resolve();
  await Promise.resolve();
  return signal.aborted;
}
