import { z } from "zod";
import { mailPurpose, MailRequested } from "../../events/accounts.ts";
import { command } from "../deciding/command.ts";

/**
 * Asks for a mail to an address. Whether anybody has it is looked up only when the mail is written, so that neither the
 * answer nor its timing tells.
 */
export const requestMail = command({
  name: "requestMail",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ purpose: mailPurpose, emailHash: z.string(), language: z.enum(["ko", "en"]) }),

  reads: () => ({}),

  decide: (_state, { purpose, emailHash, language }, { now }) => [
    MailRequested({ purpose, emailHash, language, requestedAt: now.toISOString() }),
  ],

  answer: () => ({}),
});
