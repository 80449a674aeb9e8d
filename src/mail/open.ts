import { consoleMailer } from "./console.ts";
import type { Mailer } from "./mailer.ts";
import { smtpMailer } from "./smtp.ts";

/** Where mails go by the configuration: to a mail server, in development to the console, else nowhere. */
export function openMail(
  { smtp, env }: { smtp?: { url: string; from: string }; env: "development" | "production" },
): Mailer | undefined {
  if (smtp) return smtpMailer(smtp.url, smtp.from);
  return env === "development" ? consoleMailer() : undefined;
}
