import { assertEquals } from "@std/assert";
import { offline, Refused } from "../../src/pages/client/problem.ts";
import { openOutbox } from "../../src/pages/chat/outbox.ts";
import { eventually } from "../support/eventually.ts";

type Message = { chat_id: number; content: string; client_id: string };

/** A server that takes messages, keeps what it got, and fails as often as a test tells it to. */
function server(failures: Error[] = []) {
  const got: Message[] = [];
  const refused: number[] = [];
  return {
    got,
    refused,
    outbox: (place: string) =>
      openOutbox({
        place,
        send(message) {
          const failure = failures.shift();
          if (failure) return Promise.reject(failure);
          got.push(message);
          return Promise.resolve({ message_id: got.length, sent_at: "2030-01-01T00:00:00.000Z" });
        },
        refused: (chatId) => void refused.push(chatId),
      }),
  };
}

const refusal = (code: string, status: number) => new Refused({ code, status, detail: code });

Deno.test("what one person has on its way is not sent by the next who uses the tab", async () => {
  const { got, outbox } = server([refusal("chat.closed", 409)]);
  const mina = outbox("outbox.1");
  mina.write(7, "for jun alone");
  await eventually(() => mina.waiting.value[0].state === "failed");
  const jun = outbox("outbox.2");
  jun.resume();
  jun.write(8, "mine");
  await eventually(() => jun.waiting.value[0].state === "sent");
  assertEquals(got.map(({ content }) => content), ["mine"]);
  assertEquals(outbox("outbox.1").waiting.value.map(({ content }) => content), ["for jun alone"]);
  mina.close();
  jun.close();
  assertEquals(outbox("outbox.1").waiting.value, [], "who logs out leaves nothing");
});

Deno.test("messages of a chat arrive in order, each under one name, though the first must be sent twice", async () => {
  const { got, refused, outbox } = server([offline(), refusal("service.busy", 503)]);
  const box = outbox("outbox.3");
  box.write(7, "one");
  box.write(7, "two");
  const names = box.of(7).map(({ client_id }) => client_id);
  await eventually(() => box.waiting.value.every(({ state }) => state === "sent"));
  assertEquals(got.map(({ content, client_id }) => [content, client_id]), [["one", names[0]], ["two", names[1]]]);
  assertEquals(refused, []);
  box.seen([{ message_id: 2, sender_id: 1, content: "two", sent_at: "2030-01-01T00:00:00.000Z", client_id: names[1] }]);
  assertEquals(box.of(7).map(({ content }) => content), ["one"]);
  box.close();
});
