import type { Event } from "../../events/vocabulary.ts";
import { isConnectionError } from "../database/connect.ts";
import type { Bell } from "./bell.ts";

/** A page of the log: where it ends, those of its events that this process knows, whether more may stand behind it. */
export type Page = { last: number; events: Event[]; more: boolean };

/**
 * Hands on every event after `after`, once each and in order, until `signal` aborts. Goes on where it was once a database
 * that was away is back.
 */
export async function follow(
  { readNext, bell }: { readNext: (after: number) => Promise<Page>; bell: Bell },
  after: number,
  handle: (events: Event[]) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let position = after;
  while (!signal.aborted) {
    // what is rung after the look must wake
    const heard = Math.max(bell.known(), position);
    let page: Page | undefined;
    try {
      page = await readNext(position);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
    }
    if (signal.aborted) return;
    if (page === undefined || page.last === position) {
      await bell.past(heard, signal);
      continue;
    }
    if (page.events.length > 0) await handle(page.events);
    position = page.last;
    if (!page.more && position >= bell.known()) await bell.past(position, signal);
  }
}
