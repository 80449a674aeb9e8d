import type { Event } from "../../events/vocabulary.ts";
import type { App } from "../app.ts";
import type { Share } from "../app/shares.ts";

/** What of an event is a person's own to see. */
export type ShareOf = (event: Event, me: number) => Share | undefined;

/** Puts together what the apps say of their events. */
export function sharesOf(apps: readonly App[]): ShareOf {
  const shares: App["shares"] = Object.assign({}, ...apps.map((app) => app.shares));
  return (event, me) => {
    // each app's table holds a function for the data of each of its own events
    const share = shares[event.type] as (data: Event["data"], me: number) => Share | undefined;
    return share(event.data, me);
  };
}
