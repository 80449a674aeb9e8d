import { AccountErased, EmailChanged, PasswordChanged, SessionEnded, SessionStarted } from "../../events/accounts.ts";
import { changePassword } from "../../src/accounts/change_password.ts";
import { endOtherSessions } from "../../src/accounts/end_other_sessions.ts";
import { resetBasis } from "../../src/accounts/mail_tokens.ts";
import { resetPassword } from "../../src/accounts/reset_password.ts";
import { hashOf, person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";

const sessionIds = [1, 2, 3].map((n) => `${n}`.repeat(8) + "-1111-4111-8111-111111111111");
const [here, there, elsewhere] = sessionIds;
const session = (sessionId: string, userId = 1) =>
  SessionStarted({
    sessionId,
    userId,
    refreshHash: hashOf(sessionId),
    device: "phone",
    address: "::1",
    startedAt: at(0),
    expiresAt: at(60),
  });
const over = (sessionId: string, reason: "logout" | "ended_by_user" | "password_changed") =>
  SessionEnded({ sessionId, userId: 1, reason });
const sessions = sessionIds.map((sessionId) => session(sessionId));
const changed = (passwordHash: string, how: "changed" | "reset" = "changed") =>
  PasswordChanged({ userId: 1, passwordHash, how });
const erased = AccountErased({ userId: 1, usernameHash: hashOf("user1"), emailHash: null });

Deno.test("another password ends the other sessions that are open", () => {
  const asked = { checkedHash: "argon2id", passwordHash: "new", sessionId: here };
  given(...person(1), ...sessions, over(elsewhere, "logout"), session("4".repeat(8) + there.slice(8), 2))
    .when(changePassword, asked, { me: 1 })
    .then(changed("new"), over(there, "password_changed"));
  given(...person(1)).when(changePassword, asked, { me: 1 }).then(changed("new"));
});

Deno.test("a password that changed since it was checked, or whose account is gone, changes nothing", () => {
  const asked = { checkedHash: "argon2id", passwordHash: "new", sessionId: here };
  given(...person(1), changed("another")).when(changePassword, asked, { me: 1 }).refuses("auth.password_wrong");
  given(...person(1), erased).when(changePassword, asked, { me: 1 }).refuses("auth.password_wrong");
});

const credentials = {
  ...{ user_id: 1, username_hash: hashOf("user1"), email_hash: null, password_hash: "argon2id" },
  skeletons_known: true,
};
const reset = { userId: 1, restsOn: resetBasis(credentials), passwordHash: "new" };

Deno.test("a reset ends every open session", () => {
  given(...person(1), ...sessions, over(there, "logout")).when(resetPassword, reset, { me: 0 })
    .then(changed("new", "reset"), over(here, "password_changed"), over(elsewhere, "password_changed"));
});

Deno.test("a reset works once, and not after a change of password or address", () => {
  const took = EmailChanged({ userId: 1, email: "a@b.example", emailHash: hashOf("a@b"), freedHash: null });
  for (const since of [changed("new", "reset"), changed("another"), took, erased]) {
    given(...person(1), since).when(resetPassword, reset, { me: 0 }).refuses("auth.mail_token_invalid");
  }
  given(...person(2)).when(resetPassword, reset, { me: 0 }).refuses("auth.mail_token_invalid");
});

Deno.test("all sessions but one's own end; without others nothing happens", () => {
  given(...person(1), ...sessions).when(endOtherSessions, { sessionId: there }, { me: 1 })
    .then(over(here, "ended_by_user"), over(elsewhere, "ended_by_user"));
  given(...person(1), session(here)).when(endOtherSessions, { sessionId: here }, { me: 1 }).then();
});
