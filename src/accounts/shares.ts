import type { accountEvents } from "../../events/accounts.ts";
import { except, type Shares } from "../app/shares.ts";

/** What a person's export holds of each event here. */
export const shares: Shares<typeof accountEvents> = {
  AccountRegistered: ({ username, registeredAt }) => ({ username, registeredAt }),
  UsernameChanged: ({ username }) => ({ username }),
  UsernameSkeletonNoted: () => undefined,
  ProfileChanged: (data) => except(data, "userId"),
  SessionStarted: (data) => except(data, "userId", "refreshHash"),
  SessionRefreshed: (data) => except(data, "userId", "refreshHash"),
  SessionEnded: (data) => except(data, "userId"),
  PasswordChanged: ({ how }) => ({ how }),
  EmailChanged: ({ email }) => ({ email }),
  EmailVerified: () => ({}),
  // it names nobody
  MailRequested: () => undefined,
  AccountErased: () => ({}),
  AccountSuspended: ({ reason, until }) => ({ reason, until }),
  AccountReinstated: () => ({}),
  StaffAppointed: () => ({}),
  StaffDismissed: () => ({}),
  ConsentGiven: (data) => except(data, "userId"),
  // that staff looked, not who: their right to know that it happened
  PersonalDataViewed: ({ userIds }, me) => userIds.includes(me) ? {} : undefined,
};
