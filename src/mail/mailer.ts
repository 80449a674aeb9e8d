/** One mail, in plain text. */
export type Mail = { to: string; subject: string; text: string };

/** Takes mails to where they are read. */
export type Mailer = {
  /** @throws when the mail was not taken, with why and never with the address */
  send(mail: Mail): Promise<void>;
};

/** Sends mails in the background: the asker does not wait for a slow mail server, and timing tells nothing. */
export type Post = {
  /** Writes a mail and sends it; what is not to be written is undefined. A failure is reported. */
  send(write: () => Promise<Mail | undefined>): void;
  /** Waits for the mails under way, for 2 s at most. */
  close(): Promise<void>;
};

const closeWithinMs = 2_000;

/** Sends through a mailer; `report` is told of what was not sent. */
export function openPost(mailer: Mailer, report: (what: string, error: unknown) => void): Post {
  const underWay = new Set<Promise<void>>();
  return {
    send(write) {
      const sent = (async () => {
        try {
          const mail = await write();
          if (mail) await mailer.send(mail);
        } catch (error) {
          report("mail", error);
        }
      })();
      underWay.add(sent);
      sent.finally(() => underWay.delete(sent));
    },
    async close() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, closeWithinMs);
      await Promise.race([Promise.all(underWay), late.promise]);
      clearTimeout(timer);
    },
  };
}
