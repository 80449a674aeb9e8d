import { effect, type Signal, signal, untracked } from "@preact/signals";
import { type Live, openLive } from "../client/live.ts";
import type { Session } from "../client/session.ts";
import { announce } from "../parts/announce.tsx";
import { closeSafety } from "../parts/safety_dialog.tsx";
import { type Flow, isInCall } from "./flow.ts";
import { beginJourney } from "./journey.ts";
import { type Calls, forget, leave, loadConditions, look, openCalls, take } from "./store.ts";
import { t } from "./words.ts";

/** Why somebody who was logged in is so no longer, by the name of its text. */
type Over = "barred" | "sessionOver" | "loggedOut";

/** Everything that the page of calls consists of, but for what is drawn. */
export type Running = {
  calls: Calls;
  live: Live;
  over: Signal<Over | undefined>;
  logOut(): Promise<void>;
};

/** Puts it together: the socket follows the login, the address what is under way. */
export function begin(session: Session): Running {
  const over = signal<Over | undefined>(undefined);
  const live = openLive({
    session,
    async look() {
      const sync = await session.ask("GET /api/sync");
      await look(calls, sync);
      journey.known();
      return sync.cursor;
    },
    onFrame: (frame) => take(calls, frame),
    onOver: end,
  });
  const calls = openCalls({ session, live }, moved);
  const journey = beginJourney(calls);

  function moved(flow: Flow): void {
    if (flow.phase === "offer") announce(t("offerTitle"));
    if (!isInCall(flow)) closeSafety();
    journey.settle("changed");
  }

  function end(why: Over): void {
    live.close();
    session.drop();
    forget(calls);
    journey.end();
    over.value = why;
  }

  session.whenEnded(() => end("sessionOver"));
  follow(session, live, calls, over);

  return {
    calls,
    live,
    over,
    async logOut() {
      if (calls.flow.peek().phase === "waiting") await leave(calls).catch(() => {});
      await session.logOut().catch(() => {});
      end("loggedOut");
    },
  };
}

function follow(session: Session, live: Live, calls: Calls, over: Running["over"]): void {
  effect(() => {
    if (!session.isOpen.value) return;
    untracked(() => {
      over.value = undefined;
      live.open();
      void loadConditions(calls).catch(() => {});
    });
  });
  effect(() => {
    // signals may have been lost meanwhile
    if (live.state.value === "connected") calls.talk.reconnected();
  });
}
