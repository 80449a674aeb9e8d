import { z } from "zod";
import type { Contender } from "../sockets/contenders.ts";
import { type Client, openClient, textFrame } from "../sockets/client.ts";

/** What a conversation of many comes to. */
export type Talked = {
  /** Messages that the other received, a second. */
  perSecond: number;
  /** From sending to the other's receipt, in milliseconds, of each message. */
  tookMs: number[];
};

const frame = z.looseObject({
  type: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  data: z.looseObject({ content: z.string().optional() }),
});
const warmUpMs = 1_000;
/** As long as many a message is. */
const words = "오늘 저녁에 시간 괜찮으세요? 근처에 괜찮은 카페를 알아요.";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Clients two and two write to each other, each with so many messages on their way: the next goes once one has been both
 * received by the other and acknowledged.
 *
 * @param type what a message's frame is called there
 */
export async function talk(
  contender: Contender,
  of: { type: string; clients: number; onTheirWay: number; seconds: number },
): Promise<Talked> {
  const clients: Client[] = [];
  const tookMs: number[] = [];
  /** What each message waits for yet: the other's receipt, and the acknowledgement. */
  const lacking = new Map<string, number>();
  const settled = Promise.withResolvers<void>();
  let sent = 0;
  let isCounting = false;
  let isOver = false;

  function say(n: number): void {
    const client_id = `${n} ${++sent} ${performance.now()}`;
    lacking.set(client_id, 2);
    const data = { chat_id: 1 + (n >> 1), content: `${client_id} ${words}`, client_id };
    clients[n].send(textFrame(JSON.stringify({ type: of.type, id: client_id, data })));
  }

  function came(client_id: string): void {
    const lacks = (lacking.get(client_id) ?? 0) - 1;
    if (lacks > 0) return void lacking.set(client_id, lacks);
    lacking.delete(client_id);
    if (!isOver) say(Number(client_id.split(" ", 1)[0]));
    else if (lacking.size === 0) settled.resolve();
  }

  const decoder = new TextDecoder();
  function heard(n: number, payload: Uint8Array): void {
    const { type, id, data } = frame.parse(JSON.parse(decoder.decode(payload)));
    if (type === "error") throw new Error(`A message was refused: ${decoder.decode(payload)}`);
    if (type === "ack" && typeof id === "string") return came(id);
    const [sender, number, sentAt] = data.content?.split(" ", 3) ?? [];
    if (sentAt === undefined || Number(sender) === n) return;
    if (isCounting) tookMs.push(performance.now() - Number(sentAt));
    came(`${sender} ${number} ${sentAt}`);
  }

  for (let n = 0; n < of.clients; n++) {
    const greeted = Promise.withResolvers<void>();
    clients[n] = await openClient(contender.door(n), (payload) => {
      greeted.resolve();
      heard(n, payload);
    });
    clients[n].send(textFrame(JSON.stringify({ type: "ping", id: 0, data: {} })));
    await greeted.promise;
  }
  for (let k = 0; k < of.onTheirWay; k++) for (let n = 0; n < of.clients; n++) say(n);
  await pause(warmUpMs);
  isCounting = true;
  const begunAt = performance.now();
  await pause(of.seconds * 1000);
  isCounting = false;
  const lastedMs = performance.now() - begunAt;
  isOver = true;
  await settled.promise;
  for (const client of clients) client.close();
  return { perSecond: tookMs.length / (lastedMs / 1000), tookMs };
}
