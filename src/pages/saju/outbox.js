import { newId, serverNow } from "../shared/rest.js";

const place = "inyeon.outbox";
const pauseMs = 1_000;

/**
 * What was written here and has not been seen in its chat yet. Each message has its `client_id` from the moment it is
 * written, and is sent again under it until the server answers, also after a reload: the server knows one it has, so
 * that nothing is lost and nothing said twice. In a chat one is sent after the other, so that they stay in order.
 *
 * @param {{
 *   send: (message: { chat_id: number, content: string, client_id: string }) => Promise<any>,
 *   changed: () => void,
 *   refused: (chatId: number, error: any) => void,
 * }} options
 */
export function openOutbox({ send, changed, refused }) {
  let waiting = JSON.parse(sessionStorage.getItem(place) ?? "[]");
  /** Chats in which one is being sent. */
  const sending = new Set();

  function keep(all) {
    waiting = all;
    // one that was sent is read from the chat after a reload
    sessionStorage.setItem(place, JSON.stringify(all.filter(({ state }) => state !== "sent")));
    changed();
  }

  const change = (clientId, to) => keep(waiting.map((one) => one.client_id === clientId ? { ...one, ...to } : one));
  const drop = (isOver) => waiting.some(isOver) && keep(waiting.filter((one) => !isOver(one)));

  async function sendAll(chatId) {
    if (sending.has(chatId)) return;
    sending.add(chatId);
    const next = () => waiting.find((one) => one.chat_id === chatId && one.state === "pending");
    for (let one = next(); one; one = next()) {
      const { chat_id, content, client_id } = one;
      try {
        const { message_id, sent_at } = await send({ chat_id, content, client_id });
        change(client_id, { state: "sent", message_id, sent_at });
      } catch (error) {
        if (isPassing(error)) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        else {
          change(client_id, { state: "failed" });
          refused(chatId, error);
        }
      }
    }
    sending.delete(chatId);
  }

  return {
    isSending: () => waiting.some(({ state }) => state === "pending"),
    /** What of a chat is on its way. */
    of: (chatId) => waiting.filter(({ chat_id }) => chat_id === chatId),
    write(chatId, content) {
      const written_at = new Date(serverNow()).toISOString();
      keep([...waiting, { chat_id: chatId, content, client_id: newId(), written_at, state: "pending" }]);
      void sendAll(chatId);
    },
    again(clientId) {
      change(clientId, { state: "pending" });
      void sendAll(waiting.find((one) => one.client_id === clientId).chat_id);
    },
    drop: (clientId) => drop((one) => one.client_id === clientId),
    /** These stand in their chat. */
    seen: (messages) =>
      drop((one) =>
        messages.some(({ client_id, message_id }) => client_id === one.client_id || message_id === one.message_id)
      ),
    /** Sends what a page that is gone has left. */
    resume: () => new Set(waiting.map(({ chat_id }) => chat_id)).forEach((chatId) => void sendAll(chatId)),
    forget: (chatId) => drop((one) => chatId === undefined || one.chat_id === chatId),
  };
}

/** Whether the same may be taken a little later. */
function isPassing({ code, status }) {
  return code === "offline" || status === 429 || status === 503;
}
