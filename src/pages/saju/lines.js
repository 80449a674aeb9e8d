/*
 * What stands in a chat, line by line: days, messages, and what is on its way. Pure.
 */

/**
 * @typedef {{ kind: "day", key: string, at: string } | {
 *   kind: "message",
 *   key: string,
 *   isMine: boolean,
 *   content: string,
 *   isErased: boolean,
 *   at: string,
 *   isLastOfRun: boolean,
 *   state: "said" | "read" | "sending" | "failed",
 *   outgoing?: any,
 * }} Line `isLastOfRun`: the next one is someone else's, of another minute, or not said yet
 */

/**
 * @param {{
 *   me: number,
 *   messages: any[],
 *   outgoing: any[],
 *   readId?: number,
 *   dayOf: (instant: string) => string,
 * }} of `messages` oldest first; `outgoing`: what was written here; `readId`: up to where the other has read
 * @returns {Line[]}
 */
export function linesOf({ me, messages, outgoing, readId, dayOf }) {
  const readUpTo = messages.findIndex(({ message_id }) => message_id === readId);
  const lastRead = messages.findLastIndex(({ sender_id }, at) => at <= readUpTo && sender_id === me);
  const said = messages.map(({ message_id, sender_id, content, erased, sent_at, client_id }, at) => ({
    kind: "message",
    key: client_id ? `mine ${client_id}` : `message ${message_id}`,
    isMine: sender_id === me,
    content,
    isErased: erased === true,
    at: sent_at,
    state: at === lastRead ? "read" : "said",
  }));
  const claimed = new Set();
  const isThere = (one) => {
    const same = ({ message_id, client_id }) => message_id === one.message_id || client_id === one.client_id;
    const found = messages.find(same) ?? messages.find((said) => !claimed.has(said) && mayBe(one, said, me));
    if (found) claimed.add(found);
    return found !== undefined;
  };
  const leaving = outgoing.filter((one) => !isThere(one)).map((one) => ({
    kind: "message",
    key: `mine ${one.client_id}`,
    isMine: true,
    content: one.content,
    isErased: false,
    at: one.sent_at ?? one.written_at,
    state: { pending: "sending", failed: "failed", sent: "said" }[one.state],
    outgoing: one,
  }));
  const all = [...said, ...leaving];
  return all.flatMap((line, at) => {
    const before = all[at - 1];
    const after = all[at + 1];
    const isNewDay = !before || dayOf(before.at) !== dayOf(line.at);
    const isLastOfRun = !after || after.isMine !== line.isMine || minuteOf(after.at) !== minuteOf(line.at) ||
      waitOf(line) !== waitOf(after);
    const day = { kind: "day", key: `day ${dayOf(line.at)}`, at: line.at };
    return [...isNewDay ? [day] : [], { ...line, isLastOfRun }];
  });
}

/**
 * Whether something that is being sent again may be what a page of messages holds already: pages do not tell client ids.
 * The server's answer settles it in a moment.
 */
function mayBe({ state, content, written_at }, said, me) {
  return state === "pending" && said.client_id === undefined && said.sender_id === me && said.content === content &&
    Date.parse(said.sent_at) > Date.parse(written_at) - clockErrorMs;
}

const clockErrorMs = 5_000;
const waitOf = ({ state }) => state === "read" ? "said" : state;
const minuteOf = (instant) => Math.floor(Date.parse(instant) / 60_000);
