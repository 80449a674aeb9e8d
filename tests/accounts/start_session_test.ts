import { assertEquals } from "@std/assert";
import { AccountErased, PasswordChanged, SessionEnded, SessionStarted } from "../../events/accounts.ts";
import { holderOf, openSessionsOf } from "../../src/accounts/state.ts";
import { startSession } from "../../src/accounts/start_session.ts";
import { hashOf, person } from "../support/facts.ts";
import { at, given, recorded } from "../support/given.ts";

const sessionId = "11111111-1111-4111-8111-111111111111";
const asked = {
  sessionId,
  userId: 1,
  passwordHash: "argon2id",
  refreshHash: hashOf("refresh"),
  device: "phone",
  address: "::1",
  lifetimeSec: 60,
};
const { passwordHash: _, lifetimeSec: __, ...session } = asked;
const started = SessionStarted({ ...session, startedAt: at(0), expiresAt: at(60) });
const erased = AccountErased({ userId: 1, usernameHash: hashOf("user1"), emailHash: null });

Deno.test("a login whose password is no longer the account's opens no session", () => {
  given(...person(1)).when(startSession, asked, { me: 0 }).then(started);
  const changed = PasswordChanged({ userId: 1, passwordHash: "another", how: "changed" });
  given(...person(1), changed).when(startSession, asked, { me: 0 }).refuses("auth.login_failed");
  given(...person(1), erased).when(startSession, asked, { me: 0 }).refuses("auth.login_failed");
  given().when(startSession, asked, { me: 0 }).refuses("auth.login_failed");
});

Deno.test("open sessions are those that nobody ended, and an erased account's name is free", () => {
  const other = SessionStarted({ ...started.data, sessionId: crypto.randomUUID() });
  const ended = SessionEnded({ sessionId, userId: 1, reason: "logout" });
  const open = openSessionsOf(1);
  const folded = recorded([started, other, ended]).reduce(open.evolve, open.initial);
  assertEquals(folded, [other.data.sessionId]);

  const holder = holderOf(hashOf("user1"));
  const types: readonly string[] = holder.types;
  const history = recorded([...person(1), erased]).filter(({ type }) => types.includes(type));
  assertEquals(history.slice(0, 1).reduce(holder.evolve, holder.initial), 1);
  assertEquals(history.reduce(holder.evolve, holder.initial), undefined);
});
