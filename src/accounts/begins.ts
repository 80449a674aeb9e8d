import type { accountEvents } from "../../events/accounts.ts";
import type { Begins } from "../app/begins.ts";
import { ignored } from "../app/invariants.ts";

/** An account is its person's alone; what staff do, a block does not forbid. */
export const begins: Begins<typeof accountEvents> = {
  ...ignored("AccountRegistered", "UsernameChanged", "UsernameSkeletonNoted", "ProfileChanged", "AccountErased"),
  ...ignored("SessionStarted", "SessionRefreshed", "SessionEnded", "PasswordChanged", "ConsentGiven"),
  ...ignored("EmailChanged", "EmailVerified", "MailRequested", "PersonalDataViewed"),
  ...ignored("AccountSuspended", "AccountReinstated", "StaffAppointed", "StaffDismissed"),
};
