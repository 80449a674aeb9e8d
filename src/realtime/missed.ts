import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { System } from "../system.ts";
import type { Place } from "./cursor.ts";
import type { Pusher } from "./push.ts";

/** Clients that missed more than this take `GET /api/sync` instead, which is cheaper. */
const recoverableFrames = 1_000;
const recoverableMs = 24 * 3600 * 1000;
const pageSize = 500;

/**
 * The events that were not shown to someone since a place, or undefined where they are too many, too old, or of another
 * log.
 */
export async function missedSince(
  place: Place | undefined,
  { system: { log, tail, now }, push, viewer, gone }: {
    system: System;
    push: Pusher;
    viewer: number;
    gone: AbortSignal;
  },
): Promise<Event[] | undefined> {
  if (!place || now().getTime() - place.at.getTime() > recoverableMs) return undefined;
  // a log restored as the same one may be shorter than what was shown of it
  if (place.position > tail.position() && place.position > await log.head()) return undefined;
  const events: Event[] = [];
  let frames = 0;
  for (let after = place.position; !gone.aborted;) {
    const page = await log.read({ after, limit: pageSize, query: { any: [{ tags: [tag.user(viewer)] }] } });
    for (const event of page) {
      const count = push(event, viewer).length;
      if (count === 0) continue;
      frames += count;
      if (frames > recoverableFrames) return undefined;
      events.push(event);
    }
    if (page.length < pageSize) return events;
    after = page[page.length - 1].position;
  }
  return undefined;
}
