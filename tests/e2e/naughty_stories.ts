import { z } from "zod";
import { CallEnded, CallStarted } from "../../events/calls.ts";
import { callSessions } from "../../projections/calls/call_sessions.ts";
import { problemSchema } from "../../src/http/problem.ts";
import { chatBetween, wholeChat } from "../chat/house.ts";
import { daters } from "../saju/house.ts";
import { type Answer, crowd, type Person, send } from "../support/client.ts";
import { at } from "../support/given.ts";
import type { TestServer } from "../support/server.ts";
import { type Client, openSocket, type Seen } from "../support/socket.ts";
import { eventsOf } from "../support/sound.ts";
import { appoint, idOf } from "../support/staff.ts";

/** Texts that go into the same fields, one after the other, and what stands there afterwards. */
export type Story = {
  /** By form and name: `POST /api/reports comment`. */
  fields: string[];
  /** Each n-th text is enough, where each makes an account: their passwords take long to hash. */
  step?: number;
  /** Sends the n-th text; the status of the answer. */
  say(text: string, n: number): Promise<number>;
  /** What was kept of those that were taken, in order. */
  kept(): Promise<unknown[]> | unknown[];
  /** How the n-th text is kept; as it is, unless told. */
  asKept?(text: string, n: number): unknown;
};

const plainName = (text: string) => text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").trim();
const orEmpty = (text: string) => text.trim() === "" ? "" : text;
const orNull = (text: string) => orEmpty(text) || null;

/** A story whose text is read back each time it was taken. */
function readBack(
  { read, say, ...story }: Omit<Story, "kept"> & { read: () => Promise<unknown> },
): Story {
  const kept: unknown[] = [];
  return {
    ...story,
    async say(text, n) {
      const status = await say(text, n);
      if (status < 300) kept.push(await read());
      return status;
    },
    kept: () => kept,
  };
}

const shown = z.record(z.string(), z.unknown());
const valueIn = (answer: Answer, field: string) => shown.parse(answer.body)[field];
const statusOf = ({ type, data }: Seen) => type === "ack" ? 201 : problemSchema.parse(data).status;

/** A story for every field that people read, each with people of its own. */
export async function storiesOf(server: TestServer, texts: number): Promise<{ stories: Story[] } & AsyncDisposable> {
  const people = await crowd(server, Array.from({ length: 11 }, (_, n) => ({ name: `person ${n}` })));
  const staff = await appoint(server, people[0]);
  const opened: Client[] = [];
  const socketOf = async (someone: Person) => {
    opened.push(await openSocket(server, someone));
    return opened[opened.length - 1];
  };
  const stories = [
    ...names(server, people[1]),
    ...await profiles(server),
    ...await chats(server, people.slice(2, 8), socketOf),
    ...await calls(server, [people[8], people[9]], staff, texts),
    ...reasons(server, staff, idOf(people[10])),
  ];
  return {
    stories,
    async [Symbol.asyncDispose]() {
      for (const socket of opened) await socket.close();
    },
  };
}

function names(server: TestServer, someone: Person): Story[] {
  return [
    readBack({
      fields: ["PUT /api/user/profile/ username", "PATCH /api/user/profile/ username"],
      say: async (username, n) =>
        (await (n % 2 ? someone.put : someone.patch)("/api/user/profile/", { username })).status,
      read: async () => valueIn(await someone.get("/api/user/profile/"), "username"),
      asKept: plainName,
    }),
    {
      fields: ["POST /api/auth/signup/ username"],
      step: 8,
      async say(text, n) {
        const account = { username: `${text} no. ${n}`, password: "correct horse battery", age: "25", gender: "male" };
        const form = new FormData();
        for (const [name, value] of Object.entries(account)) form.append(name, value);
        return (await send(server, "POST", "/api/auth/signup/", n % 16 ? form : { ...account, age: 25 })).status;
      },
      kept: async () =>
        (await eventsOf(server.system, "AccountRegistered")).map(({ data }) => data.username)
          .filter((username) => /no\. \d+$/.test(username ?? "")),
      asKept: (text, n) => plainName(`${text} no. ${n}`),
    },
  ];
}

async function profiles(server: TestServer): Promise<Story[]> {
  const [named, described] = await daters(server, [{ name: "named" }, { name: "described" }]);
  const path = "/api/users/me";
  const more = ["location", "job", "bio"];
  return [
    readBack({
      fields: ["PUT /api/users/me name"],
      say: async (name) => (await named.put(path, { name })).status,
      read: async () => valueIn(await named.get(path), "name"),
      asKept: plainName,
    }),
    readBack({
      fields: more.map((field) => `PUT /api/users/me ${field}`),
      say: async (text) => (await described.put(path, { location: text, job: text, bio: text })).status,
      async read() {
        const profile = await described.get(path);
        return more.map((field) => valueIn(profile, field));
      },
      asKept: (text) => more.map(() => orNull(text)),
    }),
    {
      fields: ["name", ...more].map((field) => `POST /api/users/register ${field}`),
      step: 8,
      async say(text, n) {
        const account = { email: `number${n}@example.com`, password: "correct horse battery", gender: "other" };
        const said = { name: text, location: text, job: text, bio: text, birth_date: "1996-05-04" };
        return (await send(server, "POST", "/api/users/register", { ...account, ...said })).status;
      },
      kept: async () =>
        (await eventsOf(server.system, "SajuProfileChanged"))
          .filter(({ data }) => data.userId !== named.id && data.userId !== described.id)
          .map(({ data }) => [data.name, data.location, data.job, data.bio]),
      asKept: (text) => [plainName(text), orNull(text), orNull(text), orNull(text)],
    },
  ];
}

async function chats(
  server: TestServer,
  [ann, bea, cho, dan, eve, fay]: Person[],
  socketOf: (someone: Person) => Promise<Client>,
): Promise<Story[]> {
  const overRest = await chatBetween(server, [ann, bea]);
  const overSocket = await chatBetween(server, [cho, dan]);
  const named = await chatBetween(server, [eve, fay]);
  const [speaker, listener] = [await socketOf(cho), await socketOf(dan)];
  const [phone, laptop] = [await socketOf(eve), await socketOf(eve)];
  return [
    {
      fields: ["POST /api/chats/{chat_id}/messages content"],
      say: async (content, n) =>
        (await ann.post(`/api/chats/${overRest}/messages`, { content, client_id: String(n) })).status,
      kept: async () => (await wholeChat(bea, overRest)).map(({ content }) => content),
    },
    readBack({
      fields: ["frame sendMessage content"],
      say: async (content, n) =>
        statusOf(await speaker.ask("sendMessage", { chat_id: overSocket, content, client_id: String(n) })),
      read: async () => (await listener.next("chat.message")).data.content,
    }),
    readBack({
      fields: ["POST /api/chats/{chat_id}/messages client_id", "frame sendMessage client_id"],
      say: async (client_id, n) => {
        const message = { content: "안녕하세요", client_id };
        if (n % 2) return statusOf(await phone.ask("sendMessage", { chat_id: named, ...message }));
        return (await eve.post(`/api/chats/${named}/messages`, message)).status;
      },
      read: async () => (await laptop.next("chat.message")).data.client_id,
    }),
  ];
}

async function calls(server: TestServer, two: [Person, Person], staff: Person, count: number): Promise<Story[]> {
  const [someone] = two;
  const [a, b] = two.map(idOf);
  const first = 1_000_000;
  const events = Array.from({ length: count }, (_, n) => {
    const of = { callId: first + n, matchId: first + n, userIds: [a, b] as [number, number] };
    const now = new Date().toISOString();
    return [
      CallStarted({ ...of, startedBy: a, startedAt: at(0) }),
      CallEnded({ ...of, reason: "hung_up", endedAt: now, durationSec: 1 }),
    ];
  }).flat();
  const { log, registry } = server.system;
  await log.append({ events, guards: [], meta: { actor: a, correlationId: "test", app: "calls" } });
  if (!await registry.seen([callSessions], await log.head(), 20_000)) throw new Error("The calls are not shown.");
  let reportId: unknown;
  return [
    {
      fields: ["POST /api/history/rate/ comment"],
      say: async (comment, n) =>
        (await someone.post("/api/history/rate/", { call_id: first + n, rating: 5, comment })).status,
      kept: async () => (await eventsOf(server.system, "CallRated")).map(({ data }) => data.comment),
      asKept: orEmpty,
    },
    readBack({
      fields: ["POST /api/reports comment"],
      async say(comment, n) {
        const reported = await someone.post("/api/reports", { reason: "fraud", comment, call_id: first + n });
        reportId = valueIn(reported, "report_id");
        return reported.status;
      },
      read: async () => valueIn(await staff.get(`/api/admin/reports/${reportId}`), "comment"),
      asKept: orEmpty,
    }),
  ];
}

function reasons({ system }: TestServer, staff: Person, userId: number): Story[] {
  const path = `/api/admin/users/${userId}`;
  return [
    {
      fields: ["POST /api/admin/users/{id}/gems reason"],
      say: async (reason) => (await staff.post(`${path}/gems`, { amount: 1, reason })).status,
      kept: async () => (await eventsOf(system, "GemsGranted")).map(({ data }) => data.reason),
    },
    {
      fields: ["POST /api/admin/users/{id}/suspend reason"],
      say: async (reason) => (await staff.post(`${path}/suspend`, { reason })).status,
      kept: async () => (await eventsOf(system, "AccountSuspended")).map(({ data }) => data.reason),
    },
  ];
}
