import { $ } from "./page.js";
import { openSocket } from "./socket.js";
import { language, t } from "./texts.js";

/**
 * The socket of whoever is logged in now, and what the page says of it in `connection`.
 *
 * @param {{
 *   session: any,
 *   look: () => Promise<string>,
 *   onFrame: (type: string, data: any) => void,
 *   onState: (isConnected: boolean) => void,
 *   onOver: (why: string) => void,
 * }} options `look` shows how everything is and returns its cursor; `onOver` is told why there is no coming back
 */
export function liveConnection({ session, look, onFrame, onState, onOver }) {
  /** @type {ReturnType<typeof openSocket> | undefined} */
  let socket;

  return {
    open() {
      socket?.close();
      socket = openSocket({
        url: `${location.origin.replace("http", "ws")}/ws`,
        language,
        token: session.token,
        renew: session.renew,
        look,
        onFrame,
        onState(state) {
          const isConnected = state === "connected";
          $("connection").textContent = isConnected ? "" : t("reconnecting");
          onState(isConnected);
        },
        onOver(code) {
          session.drop();
          // 4503: suspended or gone
          onOver(t(code === 4503 ? "barred" : "sessionOver"));
        },
      });
    },
    close() {
      socket?.close();
      socket = undefined;
      $("connection").textContent = "";
    },
    ask: (type, data) => socket.ask(type, data),
    tell: (type, data) => socket?.tell(type, data),
    urgent: (is) => socket?.urgent(is),
    /** Connects anew, because the language is another. */
    again: () => socket?.again(),
  };
}
