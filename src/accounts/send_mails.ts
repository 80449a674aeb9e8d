import { credentials, credentialsByEmail } from "../../projections/accounts/credentials.ts";
import { userById, users } from "../../projections/accounts/users.ts";
import type { EventOf } from "../../events/vocabulary.ts";
import { reactor } from "../reactors/reactor.ts";
import type { System } from "../system.ts";
import { letter } from "./letters.ts";
import { mailTokenLifetimeSec, resetBasis, verificationBasis } from "./mail_tokens.ts";

const shownWithinMs = 2_000;

/** Sends the mails that were asked for: each goes out at least once, under a Message-ID that stays the same. */
export const sendMails = reactor(["MailRequested"], async (event, system) => {
  const { mail, mails, config, log, now } = system;
  const { purpose, language, requestedAt } = event.data;
  // what would arrive after its time helps nobody
  if (now().getTime() > Date.parse(requestedAt) + mailTokenLifetimeSec[purpose] * 1000) return;
  const found = await recipientOf(event, system);
  if (!found) return;
  if (!mail) throw new Error("SMTP_URL is not set.");
  const { to, ...claims } = found;
  const token = mails.tokenFor(purpose, claims);
  await mail.send({
    ...letter(purpose, { to, token, language, publicUrl: config.publicUrl }),
    id: `${event.position}.${log.id}`,
  });
});

/** Whom the mail goes to now, and what its token rests on; nobody where it is no longer wanted. */
async function recipientOf(event: EventOf<"MailRequested">, { registry }: System) {
  const { purpose, emailHash } = event.data;
  if (!await registry.seen([credentials, users], event.position, shownWithinMs)) {
    throw new Error("The read models have not seen the request yet.");
  }
  const holder = await credentialsByEmail(registry, emailHash);
  const user = holder && await userById(registry, holder.user_id);
  if (!holder || !user?.email) return undefined;
  // only an address that was verified takes a reset: one mistyped would hand the account to a stranger
  if (user.email_verified !== (purpose === "reset")) return undefined;
  const restsOn = purpose === "reset" ? resetBasis(holder) : verificationBasis(emailHash);
  return { to: user.email, userId: user.id, restsOn };
}
