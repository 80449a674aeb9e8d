import { assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { makeBatcher } from "../../src/log/batcher.ts";
import type { Pending } from "../../src/log/pending.ts";
import type { Guard } from "../../src/log/log.ts";
import { Unavailable } from "../../src/log/log.ts";
import { asRow } from "../../src/log/row.ts";
import { guard, meta, tagged, upTo } from "./house.ts";

/** One call of `append`: its batch id and the tags of its events. */
type Call = { id: string; tags: string[] };

/** A database that answers what a test says, and keeps what it was called with. */
function fakeDatabase(answer: (call: Call, n: number) => void) {
  const calls: Call[] = [];
  let head = 0;
  const sql = (_parts: TemplateStringsArray, ...values: string[]) => {
    const call = { id: values[0], tags: values[4].split("\x1f").map((tags) => tags.slice(2, -2)) };
    calls.push(call);
    return Promise.resolve().then(() => {
      answer(call, calls.length);
      const first = head + 1;
      head += call.tags.length;
      return [{ results: { first, refused: [], fenced: [] } }];
    });
  };
  const fake: unknown = sql;
  return { calls, batcher: makeBatcher(fake as Sql, () => {}) };
}

const failure = (code: string) => Object.assign(new Error(code), { code });

function pending(tag: string, guards: Guard[] = []): Pending {
  const event = tagged(tag);
  return { events: [event], rows: [asRow(event, meta)], guards };
}

Deno.test("what waits at the same time shares a call, many are halved", async () => {
  const { calls, batcher } = fakeDatabase(() => {});
  const answers = await Promise.all(upTo(10).map((n) => batcher.add(pending(`t${n}`))));
  assertEquals(answers, upTo(10).map((position) => ({ outcome: "appended", position })));
  await Promise.all(upTo(300).map((n) => batcher.add(pending(`t${n}`))));
  assertEquals(calls.map(({ tags }) => tags.length), [10, 150, 150]);
});

Deno.test("a command never stands behind one of its batch that its guards match; others keep their order", async () => {
  const { calls, batcher } = fakeDatabase(() => {});
  const wallet = () => pending("wallet", [guard(0, "wallet")]);
  await Promise.all([wallet(), pending("a"), wallet(), pending("b"), wallet()].map((command) => batcher.add(command)));
  assertEquals(calls.map(({ tags }) => tags), [["wallet", "a", "b"], ["wallet"], ["wallet"]]);
});

Deno.test("a call whose connection died is sent again with the same id until it is answered", async () => {
  const { calls, batcher } = fakeDatabase((_, n) => {
    if (n < 4) throw failure("CONNECTION_CLOSED");
  });
  assertEquals(await batcher.add(pending("a")), { outcome: "appended", position: 1 });
  assertEquals([calls.length, new Set(calls.map(({ id }) => id)).size], [4, 1]);
});

Deno.test("a batch that fails as a whole is tried one command at a time", async () => {
  const { calls, batcher } = fakeDatabase(({ tags }) => {
    if (tags.includes("poison")) throw failure("54000");
  });
  const answers = await Promise.allSettled(["a", "poison", "b"].map((tag) => batcher.add(pending(tag))));
  assertEquals(answers.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  assertEquals(calls.map(({ tags }) => tags.length), [3, 1, 1, 1]);
});

Deno.test("a batch that may have been appended is not tried under another id, whatever it fails of then", async () => {
  const { calls, batcher } = fakeDatabase((_, n) => {
    throw failure(n === 1 ? "CONNECTION_CLOSED" : "57014");
  });
  const answers = await Promise.allSettled(["a", "b"].map((tag) => batcher.add(pending(tag))));
  assertEquals(answers.map((answer) => answer.status === "rejected" && answer.reason instanceof Unavailable), [
    true,
    true,
  ]);
  assertEquals([calls.length, calls[0].id], [2, calls[1].id]);
});
