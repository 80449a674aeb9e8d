/** One mail, in plain text. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** Stays the same when a mail is sent again, so that mail systems can tell. Letters, digits, dots and hyphens. */
  id?: string;
};

/** Takes mails to where they are read. */
export type Mailer = {
  /** @throws when the mail was not taken, with why and never with the address */
  send(mail: Mail): Promise<void>;
};
