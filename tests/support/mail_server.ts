import { SMTPServer } from "smtp-server";

/** A mail as the mail server got it. */
export type ReceivedMail = { to: string[]; raw: string; text: string };

/** What a mail server does that is not well. */
export type MailServerMood = { refuses?: boolean; takesPassword?: string };

/** A mail server in the test's process, that speaks SMTP and keeps what it gets. */
export type MailServer = AsyncDisposable & {
  url: string;
  mails: ReceivedMail[];
};

/** Starts a mail server on a free port: `await using mailServer = await startMailServer();` */
export async function startMailServer({ refuses, takesPassword }: MailServerMood = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    name: "stand-in",
    authOptional: takesPassword === undefined,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ password }, _session, done) =>
      password === takesPassword ? done(null, { user: "inyeon" }) : done(new Error("no")),
    onRcptTo: ({ address }, _session, done) =>
      refuses ? done(Object.assign(new Error(`<${address}> is unknown here`), { responseCode: 550 })) : done(),
    onData(stream, session, done) {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", async () => {
        const raw = await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).text();
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw, text: textOf(raw) });
        done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server listens nowhere.");
  const login = takesPassword === undefined ? "" : `inyeon:${takesPassword}@`;
  return {
    url: `smtp://${login}127.0.0.1:${address.port}`,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The body of a mail in plain text, its encoding undone. */
function textOf(raw: string): string {
  const [head, body] = raw.split(/\r\n\r\n([\s\S]*)/);
  if (/^content-transfer-encoding: base64/im.test(head)) {
    return new TextDecoder().decode(Uint8Array.fromBase64(body.replaceAll(/\s/g, "")));
  }
  const unwrapped = body.replaceAll("=\r\n", "").replaceAll("\r\n", "\n");
  return unwrapped.replace(/(?:=[\dA-F]{2})+/g, (quoted) => decodeURIComponent(quoted.replaceAll("=", "%")));
}

/** The token that a mail carries. */
export function tokenIn({ text }: { text: string }): string {
  const [token] = /^(?:reset|verification)\.\S+$/m.exec(text) ?? [];
  if (!token) throw new Error("The mail carries no token.");
  return token;
}
