import { type Flow, isInCall } from "./flow.ts";

/*
 * Every view has an address, so that Back, Forward, a reload and a bookmark do what they do elsewhere. What cannot wait
 * (an offer, a call) goes before the address: the page then moves to where that is shown.
 */

/** The views, each at `/call/` and its name; `home` at `/call` itself. */
const views = ["home", "profile", "waiting", "offer", "talk", "rate", "history", "gems"] as const;

export type View = typeof views[number];

/** Where one is: a view, and at `rate` the call that is rated. */
export type Place = { view: View; callId?: string };

/** Parses an address under `/call`; undefined if it is unknown. */
export function placeAt(path: string): Place | undefined {
  if (/^\/call\/?$/.test(path)) return { view: "home" };
  const [, name, callId] = /^\/call\/([a-z]+)(?:\/(\d{1,16}))?\/?$/.exec(path) ?? [];
  const view = views.find((view) => view === name);
  if (!view || view === "home" || (view === "rate") !== (callId !== undefined)) return undefined;
  return view === "rate" ? { view, callId } : { view };
}

/** The address of a place. */
export function addressOf({ view, callId }: Place): string {
  if (view === "home") return "/call";
  return view === "rate" ? `/call/rate/${callId}` : `/call/${view}`;
}

/** How one came to a place: by loading the page, by a link, by Back or Forward, or not at all: how things are changed. */
export type Arrival = "loaded" | "went" | "travelled" | "changed";

/** What to do at a place that is not the right one: go on to another, or take Back for giving up what was left. */
export type Move = { to: Place; how: "push" | "replace" } | { giveUp: "waiting" | "rating" };

/**
 * Where to go from a place; undefined where it is the right one.
 *
 * @param isAsked whether the profile is being asked for; otherwise its place is of no use
 */
export function moveFrom({ view, callId }: Place, flow: Flow, came: Arrival, isAsked = false): Move | undefined {
  const isAside = view === "history" || view === "gems" || view === "rate";
  if (flow.phase === "offer") return on({ view: "offer" });
  if (isInCall(flow)) return on({ view: "talk" });
  if (flow.phase === "rating" && view !== "rate") {
    return came === "changed" || came === "loaded" ? on({ view: "rate", callId: flow.callId }) : { giveUp: "rating" };
  }
  if (flow.phase === "waiting" && view === "home" && came === "travelled") return { giveUp: "waiting" };
  if (flow.phase === "waiting") return isAside ? undefined : on({ view: "waiting" });
  return isPassing(view) && !(view === "profile" && isAsked) ? { to: { view: "home" }, how: "replace" } : undefined;

  function on(to: Place): Move | undefined {
    if (to.view === view && to.callId === callId) return undefined;
    if (came === "changed") return { to, how: isPassing(view) ? "replace" : "push" };
    // Back that led out of a call stays behind it
    return { to, how: came === "travelled" ? "push" : "replace" };
  }
}

/** Whether a view shows something that passes by itself, so that Back need not lead there again. */
const isPassing = (view: View): boolean => ["profile", "waiting", "offer", "talk"].includes(view);
