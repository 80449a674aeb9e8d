import type { Mailer } from "./mailer.ts";

/** What every line of a printed mail begins with; no line of the log does. */
export const mailMark = "mail| ";

/** Prints mails instead of sending them, for development. */
export function consoleMailer(write: (text: string) => void = (text) => console.log(text)): Mailer {
  return {
    send({ to, subject, text }) {
      const lines = [
        "not sent, because SMTP_URL is not set",
        `To: ${to}`,
        `Subject: ${subject}`,
        "",
        ...text.split("\n"),
      ];
      write(lines.map((line) => mailMark + line).join("\n"));
      return Promise.resolve();
    },
  };
}
