import { createTransport } from "nodemailer";
import type { Mailer } from "./mailer.ts";

/** How long a mail server may keep silent. */
const silentMs = 10_000;

/**
 * Hands mails to a mail server.
 *
 * @param url `smtp://user:password@host:587`, which turns to TLS where the server can, or `smtps://…`
 * @param from the sender, `Inyeon <no-reply@example.com>`
 */
export function smtpMailer(url: string, from: string, timeoutMs = silentMs): Mailer {
  const transport = createTransport({
    url,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, id }) {
      try {
        // an address as an object is not taken apart: one mail goes to one person
        await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject,
          text,
          ...(id === undefined ? {} : { messageId: `<${id}@inyeon>` }),
          headers: { "auto-submitted": "auto-generated" },
        });
      } catch (error) {
        throw notSent(error);
      }
    },
  };
}

/** What may be said of a failure: the server's own words repeat the address. */
function notSent(error: unknown): Error {
  const { code = "unknown", responseCode = "" } = error as { code?: string; responseCode?: number };
  return Object.assign(new Error(`The mail server did not take a mail: ${code} ${responseCode}`.trim()), { code });
}
