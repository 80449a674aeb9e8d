/** How far the server's clock is ahead of ours: deadlines are the server's. */
let aheadMs = 0;

/** Now, by the server's clock, to within a second. */
export const serverNow = (): number => Date.now() + aheadMs;

/** Learns the server's time from an answer's `Date`, which names whole seconds. */
export function learnTime(date: string | null): void {
  const sentAt = Date.parse(date ?? "") + 500;
  if (!Number.isNaN(sentAt) && Math.abs(sentAt - serverNow()) > 1_000) aheadMs = sentAt - Date.now();
}
