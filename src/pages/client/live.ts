import { effect, signal } from "@preact/signals";
import { language } from "../words/texts.ts";
import { isRefusedAs, offline } from "./problem.ts";
import type { Session } from "./session.ts";
import type { AskData, AskType, Reply } from "./socket/frames.ts";
import { openSocket, type Socket, type SocketOptions } from "./socket/socket.ts";

/** The socket of the person who is logged in. */
export type Live = ReturnType<typeof openLive>;

/** Suspended or gone, by the code that a socket is closed with. */
const barred = 4503;

type Needs = Pick<SocketOptions, "look" | "onFrame"> & {
  session: Session;
  /** Told why there is no coming back, by the name of its text. */
  onOver: (why: "barred" | "sessionOver") => void;
};

/**
 * Keeps a socket open while somebody is logged in.
 *
 * @param needs `look` shows how everything is and returns its cursor
 */
export function openLive({ session, look, onFrame, onOver }: Needs) {
  const state = signal<"connected" | "connecting" | "off">("off");
  let socket: Socket | undefined;

  function close(): void {
    socket?.close();
    socket = undefined;
    state.value = "off";
  }

  function over(why: "barred" | "sessionOver"): void {
    close();
    session.drop();
    onOver(why);
  }

  /** A suspended person would be refused again and again. */
  function barredOr(error: unknown): never {
    if (isRefusedAs(error, "account.suspended")) over("barred");
    throw error;
  }

  // what the server says over it is in the language that it was opened with
  whenSwitched(() => socket?.again());

  return {
    /** Whether it is connected: what reads it is drawn again when it changes. */
    state,
    open() {
      close();
      socket = openSocket({
        url: `${location.origin.replace("http", "ws")}/ws`,
        language,
        // the cookie says who it is
        token: () => Promise.resolve(undefined),
        renew: async () => {
          await session.check();
          return undefined;
        },
        look: () => look().catch(barredOr),
        onFrame,
        onState: (to) => state.value = to,
        onOver: (code) => over(code === barred ? "barred" : "sessionOver"),
      });
    },
    close,
    /** Asks for something and waits for the answer. Throws `Refused`; `offline` may have been done. */
    async ask<T extends AskType>(type: T, data: AskData<T>): Promise<Reply<T>> {
      if (!socket) throw offline();
      return await socket.ask(type, data);
    },
    /** Sends what is only good now. */
    tell: <T extends AskType>(type: T, data: AskData<T>): void => socket?.tell(type, data),
    /** In a call a dead way must be found out sooner. */
    urgent: (is: boolean): void => socket?.urgent(is),
  };
}

/** Says when the language is another. */
function whenSwitched(handle: () => void): void {
  let spoken = language();
  effect(() => {
    if (language() === spoken) return;
    spoken = language();
    handle();
  });
}
