import { accountEvents } from "../../events/accounts.ts";
import { users } from "../../projections/accounts/users.ts";
import { faces } from "../../projections/accounts/faces.ts";
import { credentials } from "../../projections/accounts/credentials.ts";
import { consents } from "../../projections/accounts/consents.ts";
import { sessions } from "../../projections/accounts/sessions.ts";
import type { Looks } from "../../projections/accounts/looks.ts";
import { app } from "../app.ts";
import type { Fold } from "../deciding/boundary.ts";
import { accountConfiguration } from "./configuration.ts";
import { access, owned } from "./access.ts";
import { begins } from "./begins.ts";
import { exports, sessionsRefreshed } from "./exports.ts";
import { retention } from "./retention.ts";
import { forgets } from "./forget_account.ts";
import { invariants } from "./invariants.ts";
import { shares } from "./shares.ts";
import { type Authenticate, authenticator, sessionJudge } from "./authenticate.ts";
import { closeSockets } from "./close_sockets.ts";
import { consentEndpoints } from "./consent_routes.ts";
import { type CookieSessions, openCookieSessions } from "./cookie_sessions.ts";
import { emailEndpoints } from "./email_routes.ts";
import { type EndedSessions, followEndedSessions } from "./ended_sessions.ts";
import { followStanding, type Standing } from "./standing.ts";
import { openTokens, type Tokens } from "./tokens.ts";
import { type MailRequests, mailRequests } from "./mail_requests.ts";
import { meEndpoints } from "./me_routes.ts";
import { skeletonChore } from "./note_skeletons.ts";
import { type PasswordAttempts, passwordAttempts } from "./password_attempts.ts";
import { passwordEndpoints } from "./password_routes.ts";
import { picturesIn, type PicturesOf } from "./pictures.ts";
import { push } from "./push.ts";
import { accountsPushed } from "./pushed_frames.ts";
import { profileEndpoints } from "./profile_routes.ts";
import { sendMails } from "./send_mails.ts";
import { sessionEndpoints } from "./session_routes.ts";
import { tortured } from "./tortured.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { user: "userId" };

/** Accounts, shared by all apps: sign-up, login, sessions, profile, consents. */
export const accounts = app({
  name: "accounts",
  events: accountEvents,
  projections: [users, faces, credentials, consents, sessions],
  ids,
  tables: "src/accounts/schema",
  sections: { accounts: "Sign-up, login, sessions and profile: one account for all apps." },
  access,
  configuration: accountConfiguration,
  shares,
  invariants,
  begins,
  exports,
  exportsBesides: sessionsRefreshed,
  forgets,
  retention,
  pictures: {
    shown: ({ sql, table }) => sql`SELECT id AS user_id, profile_image AS url FROM ${table(users)}`,
    saidBy: { ProfileChanged: ({ profileImage }) => profileImage },
  },
  owned,
  async opens(system, apps) {
    const { tail, registry, secrets, now } = system;
    const tokens = await openTokens(secrets.jwtKeys, secrets.derive("refresh tokens"));
    const endedSessions = await followEndedSessions(tail, registry, now);
    const standing = await followStanding(tail, registry, now);
    const judge = sessionJudge({ ...system, endedSessions, standing });
    return {
      tokens,
      endedSessions,
      standing,
      authenticate: authenticator({ tokens, now }, judge),
      cookies: openCookieSessions({ ...system, endedSessions }, judge),
      attempts: passwordAttempts(system),
      mails: mailRequests(system),
      looks: Object.fromEntries(apps.flatMap(({ name, look }) => look ? [[name, look]] : [])),
      pictures: picturesIn(apps),
    };
  },
  reactors: { mail: sendMails },
  chores: (system) => [skeletonChore(system)],
  push,
  tortured,
  frames: { pushed: accountsPushed },
  sockets: closeSockets,
  endpoints: (
    system,
  ) => [
    ...profileEndpoints(system),
    ...consentEndpoints(system),
    ...sessionEndpoints(system),
    ...meEndpoints(system),
    ...passwordEndpoints(system),
    ...emailEndpoints(system),
  ],
});

declare module "../system.ts" {
  interface System {
    tokens: Tokens;
    endedSessions: EndedSessions;
    standing: Standing;
    authenticate: Authenticate;
    /** The sessions of web pages. */
    cookies: CookieSessions;
    attempts: PasswordAttempts;
    mails: MailRequests;
    /** How people look in each app. */
    looks: Looks;
    /** The pictures that someone shows and showed, in all apps. */
    pictures(userId: number): Fold<PicturesOf>;
  }
}

type AccountIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends AccountIds {}
}
