import type { accountEvents } from "../../events/accounts.ts";
import { nothing, type Push } from "../realtime/push.ts";

/** What the events of accounts give to a viewer. */
export const push: Push<typeof accountEvents> = {
  AccountRegistered: nothing,
  ConsentGiven: nothing,
  UsernameChanged: nothing,
  UsernameSkeletonNoted: nothing,
  ProfileChanged: nothing,
  SessionStarted: nothing,
  SessionRefreshed: nothing,
  SessionEnded: ({ sessionId, userId }, viewer) =>
    userId === viewer ? [{ type: "session.ended", data: { session_id: sessionId } }] : [],
  PasswordChanged: nothing,
  EmailChanged: nothing,
  EmailVerified: nothing,
  MailRequested: nothing,
  AccountErased: nothing,
  AccountSuspended: nothing,
  AccountReinstated: nothing,
  StaffAppointed: nothing,
  StaffDismissed: nothing,
  PersonalDataViewed: nothing,
};
