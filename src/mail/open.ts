import { consoleMailer } from "./console.ts";
import { openPost, type Post } from "./mailer.ts";
import { smtpMailer } from "./smtp.ts";

/** Where mails go by the configuration: to a mail server, in development to the console, else nowhere. */
export function openMail(
  { smtp, env }: { smtp?: { url: string; from: string }; env: "development" | "production" },
  report: (what: string, error: unknown) => void,
): Post | undefined {
  if (smtp) return openPost(smtpMailer(smtp.url, smtp.from), report);
  return env === "development" ? openPost(consoleMailer(), report) : undefined;
}
