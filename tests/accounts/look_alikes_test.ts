import { assertEquals } from "@std/assert";
import { z } from "zod";
import {
  AccountErased,
  AccountRegistered,
  ProfileChanged,
  UsernameChanged,
  UsernameSkeletonNoted,
} from "../../events/accounts.ts";
import type { NewEvent } from "../../events/event.ts";
import { changeProfile } from "../../src/accounts/change_profile.ts";
import { noteSkeleton, skeletonChore } from "../../src/accounts/note_skeletons.ts";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { signUp } from "../../src/accounts/sign_up.ts";
import { nameTag } from "../../src/accounts/state.ts";
import { skeletonHashes } from "../../src/accounts/skeletons.ts";
import { SYSTEM } from "../../src/deciding/command.ts";
import { codeOf, person, send } from "../support/client.ts";
import { hashOf } from "../support/facts.ts";
import { at, given, noon } from "../support/given.ts";
import { type TestServer, testServer } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const looks = (username: string) => skeletonHashes({ hash: hashOf }, username);
const claim = (username: string) => ({
  username,
  usernameHash: hashOf(nameTag(username)),
  skeletonHashes: looks(username),
});
/** An account as it was registered before looks were compared. */
const before = (userId: number, username: string) => {
  const { skeletonHashes: _, ...name } = claim(username);
  return AccountRegistered({ userId, ...name, passwordHash: "argon2id", registeredAt: at(-1000) });
};
const noted = (userId: number, username: string) =>
  UsernameSkeletonNoted({ userId, skeletonHashes: looks(username), freedSkeletonHashes: [] });
const registered = (userId: number, username: string) =>
  AccountRegistered({ ...before(userId, username).data, skeletonHashes: looks(username) });
const renamed = (userId: number, from: string, to: string) =>
  UsernameChanged({
    userId,
    ...claim(to),
    freedHash: claim(from).usernameHash,
    freedSkeletonHashes: looks(from).filter((look) => !looks(to).includes(look)),
  });
const erased = (userId: number, username: string, looks: string[]) =>
  AccountErased({ userId, usernameHash: claim(username).usernameHash, emailHash: null, skeletonHashes: looks });

const about = { passwordHash: "argon2id", age: 25, gender: "male" as const, profileImage: null };
const signsUp = (userId: number, username: string, ...history: NewEvent[]) =>
  given(...history).when(signUp, { userId, ...claim(username), ...about }, { me: SYSTEM });
const renames = (me: number, username: string, ...history: NewEvent[]) =>
  given(...history).when(changeProfile, { name: claim(username) }, { me });
const profile = (userId: number) =>
  ProfileChanged({ userId, age: 25, statedOn: noon.toISOString().slice(0, 10), gender: "male", profileImage: null });

Deno.test("a name that looks like another's is taken, at sign-up and when someone renames", () => {
  for (const name of ["раypal", "PAYPA1", "paypaI"]) {
    signsUp(2, name, registered(1, "paypal")).refuses("account.username_taken");
    renames(2, name, registered(1, "paypal"), registered(2, "juno")).refuses("account.username_taken");
  }
  const joined = { ...registered(2, "juno"), data: { ...registered(2, "juno").data, registeredAt: at(0) } };
  signsUp(2, "juno", registered(1, "paypal")).then(joined, profile(2));
});

Deno.test("one's own looks are no hindrance, and what is left is free", () => {
  renames(1, "PayPal", registered(1, "paypal")).then(renamed(1, "paypal", "PayPal"));
  const left = [registered(1, "paypal"), renamed(1, "paypal", "mina")];
  renames(2, "раypal", ...left, registered(2, "juno")).then(renamed(2, "juno", "раypal"));
  const gone = [registered(1, "paypal"), erased(1, "paypal", looks("paypal"))];
  renames(2, "раypal", ...gone, registered(2, "juno")).then(renamed(2, "juno", "раypal"));
  // of the two looks of paypaI one stays
  renames(1, "paypai", registered(1, "paypaI")).then(renamed(1, "paypaI", "paypai"));
  assertEquals(renamed(1, "paypaI", "paypai").data.freedSkeletonHashes, looks("paypal"));
});

Deno.test("names that were there are noted once, and stay though they look alike", () => {
  const two = [before(1, "paypal"), before(2, "раypal")];
  const note = (userId: number, username: string, ...history: NewEvent[]) =>
    given(...history).when(noteSkeleton, { userId, username, skeletonHashes: looks(username) }, { me: SYSTEM });
  note(1, "paypal", ...two).then(noted(1, "paypal"));
  note(2, "раypal", ...two, noted(1, "paypal")).then(noted(2, "раypal"));
  note(1, "paypal", ...two, noted(1, "paypal")).then();
  note(1, "paypal", ...two, renamed(1, "paypal", "mina")).then();
  note(1, "paypal", registered(1, "paypal")).then();

  const both = [...two, noted(1, "paypal"), noted(2, "раypal"), registered(3, "juno")];
  renames(3, "рaypal", ...both).refuses("account.username_taken");
  // while the other has it, the looks are not free
  for (
    const leaves of [
      renamed(1, "paypal", "mina"),
      erased(1, "paypal", looks("paypal")),
      erased(2, "раypal", looks("a")),
    ]
  ) {
    renames(3, "рaypal", ...both, leaves).refuses("account.username_taken");
  }
  const free = [...both, renamed(1, "paypal", "mina"), erased(2, "раypal", looks("раypal"))];
  renames(3, "рaypal", ...free).then(renamed(3, "juno", "рaypal"));
  // who has the looks may write the name otherwise
  renames(1, "PayPal", ...both).then(renamed(1, "paypal", "PayPal"));
});

Deno.test("a process of an older version that renames leaves looks behind, which are freed when the new ones are noted", () => {
  const { skeletonHashes: _, ...to } = claim("mina");
  const old = UsernameChanged({ userId: 1, ...to, freedHash: claim("paypal").usernameHash });
  given(registered(1, "paypal"), old).when(
    noteSkeleton,
    { userId: 1, username: "mina", skeletonHashes: looks("mina") },
    { me: SYSTEM },
  ).then(UsernameSkeletonNoted({ userId: 1, skeletonHashes: looks("mina"), freedSkeletonHashes: looks("paypal") }));
});

const signUpAs = (server: TestServer, username: string) =>
  send(server, "POST", "/api/auth/signup/", { username, password: "correct horse battery", age: 25, gender: "male" });

Deno.test("of two names that look alike one is taken, also at the same instant, on two processes", async () => {
  await using server = await testServer();
  await using other = await server.another();
  const names = ["paypal", "раypal", "pаypal", "раураl", "PAYPA1"];
  const taken = await Promise.all(names.map((name, n) => signUpAs(n % 2 ? server : other, name)));
  assertEquals(taken.map(codeOf).filter((code) => code === "409 account.username_taken").length, 4);
  assertEquals(taken.filter(({ status }) => status === 201).length, 1);

  const [mina, juno] = [await person(server, { name: "mina" }), await person(server, { name: "juno" })];
  const renaming = await Promise.all([
    mina.patch("/api/user/profile/", { username: "하나l" }),
    juno.at(other).patch("/api/user/profile/", { username: "하나1" }),
  ]);
  assertEquals(renaming.map(({ status }) => status).sort(), [200, 409]);
  assertEquals(codeOf(await mina.patch("/api/user/profile/", { username: "ｐaypal" })), "409 account.username_taken");
  await assertSound(server.system);
});

Deno.test("an old log is served: its names log in, look-alikes among them stay, new ones are refused", async () => {
  await using server = await testServer();
  const { log, secrets, ids } = server.system;
  const passwordHash = await hashPassword("correct horse battery");
  const names = ["paypal", "раypal", "김민수", "mina"];
  const events: NewEvent[] = [];
  for (const username of names) {
    using reserved = await ids.reserve(["user"]);
    const userId = reserved.take("user");
    const account = { userId, username, usernameHash: secrets.hash(nameTag(username)), passwordHash };
    events.push({ ...AccountRegistered({ ...account, registeredAt: at(-1000) }), version: 2 }, profile(userId));
  }
  await log.append({ events, guards: [], meta: { actor: null, correlationId: "old", app: "accounts" } });

  // by two at once, and again: each name is noted once
  await using other = await server.another();
  await Promise.all([skeletonChore(server.system)(), skeletonChore(other.system)()]);
  await skeletonChore(server.system)();
  assertEquals((await eventsOf(server.system, "UsernameSkeletonNoted")).length, names.length);
  const rest = { password: "correct horse battery" };
  for (const username of names) {
    assertEquals((await send(server, "POST", "/api/auth/login/", { username, ...rest })).status, 200, username);
  }
  assertEquals(codeOf(await signUpAs(server, "рaypal")), "409 account.username_taken");
  assertEquals((await signUpAs(server, "김민서")).status, 201);
  assertEquals(codeOf(await signUpAs(server, "rnina")), "409 account.username_taken");

  const { body } = await send(server, "POST", "/api/auth/login/", { username: "раypal", ...rest });
  const { access } = z.looseObject({ access: z.string() }).parse(body);
  const headers = { authorization: `Bearer ${access}` };
  assertEquals((await send(server, "POST", "/api/users/me/erase", rest, { headers })).status, 200);
  assertEquals(codeOf(await signUpAs(server, "рaypal")), "409 account.username_taken");
  await assertSound(server.system);
});
