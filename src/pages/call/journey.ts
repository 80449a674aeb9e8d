import { batch, computed, effect, type ReadonlySignal } from "@preact/signals";
import { address, cameBy, go, stayWhile } from "../shell/router.ts";
import { isInCall, isUrgent } from "./flow.ts";
import { addressOf, type Arrival, moveFrom, type Place, placeAt } from "./places.ts";
import { type Calls, leave } from "./store.ts";

/** Goes to a place of the page. */
export const goTo = (place: Place, how?: { replace?: boolean }): void => go(addressOf(place), how);

/** The place at the address, whatever is under way. */
const here = (): Place => placeAt(address()) ?? { view: "home" };

/** The place that is shown: that of the address, or the one which that leads to. */
export function shownPlace(calls: Calls): ReadonlySignal<Place> {
  return computed(() => {
    const move = moveFrom(here(), calls.flow.value, cameBy(), calls.missing.value !== undefined);
    return move && "to" in move ? move.to : here();
  });
}

/**
 * Keeps the address and what is under way together: an offer or a call leads to its own address, and Back gives up what
 * was left, but never a call.
 */
export function beginJourney(calls: Calls) {
  let isKnown = false;

  function settle(came: Arrival): void {
    if (!isKnown) return;
    const flow = calls.flow.peek();
    const move = moveFrom(here(), flow, came, calls.missing.peek() !== undefined);
    if (came === "travelled" && isUrgent(flow)) hold();
    if (!move) return;
    if ("giveUp" in move) return giveUp(move.giveUp);
    goTo(move.to, { replace: move.how === "replace" });
  }

  /** Back does not lead out of a call or an offer: the view says so. */
  function hold(): void {
    calls.isHeld.value = true;
  }

  function giveUp(what: "waiting" | "rating"): void {
    const { balance } = calls.flow.peek();
    if (what === "rating") return calls.set({ phase: "idle", balance });
    leave(calls).then(
      () => calls.set({ ...calls.flow.peek(), phase: "idle", notice: "stoppedWaiting" }),
      () => settle("went"),
    );
  }

  stayWhile(() => isInCall(calls.flow.peek()) && calls.flow.peek().accepted === true, hold);
  effect(() => {
    address();
    batch(() => settle(cameBy()));
  });
  effect(() => {
    if (calls.missing.value) goTo({ view: "profile" });
  });
  return {
    settle,
    /** It is known how everything is; before that nothing follows from it. */
    known(): void {
      if (isKnown) return;
      isKnown = true;
      settle(cameBy());
    },
    /** Nobody is logged in any more. */
    end(): void {
      isKnown = false;
      goTo({ view: "home" }, { replace: true });
    },
  };
}
