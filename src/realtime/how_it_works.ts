import { closeCodes, closeMeanings, comesBack } from "./close_codes.ts";
import { defaultLimits } from "./limits.ts";

const { heartbeat, idleTimeoutSec, silentInCallMs, resumeWithinMs, authWithinMs } = defaultLimits;
const sec = (ms: number) => `${ms / 1000} s`;

/** What a client must know besides the frames, in Markdown: the rules of API.md, "WebSocket". */
export function howItWorks(): string {
  return `One socket serves everything. Frames are JSON text: \`{type, id?, data}\` to the server, answered by \`ack\` or
\`error\` with the same \`id\`; \`{type, cursor?, data}\` from the server.

## Opening

Connect to \`/ws\` with the subprotocols \`inyeon.v1\` and \`bearer.<access token>\`, or with an Authorization header. A
socket without a token sends \`auth\` first, within ${sec(authWithinMs)}. The token never stands in the URL.
\`lang.ko\` or \`lang.en\` among the subprotocols, or the Accept-Language header, says in which language problems are told.
A malformed upgrade is 400; another version of the protocol than 13, or none, is 426.

The first frame to a person is \`welcome\`, at once; where \`auth\` came as a frame, after its \`ack\`. What is pushed
flows at once, too. Clients ignore types of frames that they do not know.

## Resuming

- The last frame of each event carries a \`cursor\`. Keep it once the frame has been shown.
- Coming back, name \`resume\` among the subprotocols and send \`resume\` with the last cursor first, within
  ${sec(resumeWithinMs)}. What was missed comes, then \`resumed\`, then what is new.
- \`welcome.cursor\` is null then, and no frame before \`resumed\` carries a cursor: keep the one you have until then.
- Without \`resume\` among the subprotocols, \`welcome.cursor\` is where you are; frames carry cursors from your first frame
  on, or after ${
    sec(resumeWithinMs)
  }. Where that first frame is \`resume\`, what was missed comes with cursors, then \`resumed\`.
- \`recovered: false\`: more than 1,000 frames or 24 h were missed, or the log is another. Take \`GET /api/sync\`, show it,
  and send \`resume\` with its cursor; keep no cursor of a frame until the next \`resumed\`.
- Frames are idempotent: one that comes again says the same. \`call.signal\`, \`chat.typing\`, \`presence\` and \`auth.expiring\`
  are no events; they never come again.

## Heartbeats

- The server sends pings of the WebSocket protocol. A client that leaves one unanswered is closed (1001) once nothing has
  come of it for ${idleTimeoutSec} s. Browsers and libraries answer by themselves, so nobody has to send anything.
- \`ping\` frames are for clients that want to know themselves whether the way is still open: every
  \`welcome.heartbeat_sec\` (${heartbeat.heartbeat_sec} s), in a call every \`heartbeat_in_call_sec\` (${heartbeat.heartbeat_in_call_sec} s).
  Whoever has sent one is closed after ${sec(silentInCallMs)} of silence in a call.

## Close codes

4000–4499: come back, after a while that doubles and is partly random. 4500–4999: not before the person does something.
Any other code (1001, 1006): come back. A socket told to close is gone within 5 s, whatever the client does.

| Code | Name | Meaning | Come back? |
| --- | --- | --- | --- |
${
    Object.entries(closeMeanings).map(([name, meaning]) => {
      const code = closeCodes[name as keyof typeof closeCodes];
      return `| ${code} | ${name} | ${meaning} | ${comesBack(code) ? "yes" : "no"} |`;
    }).join("\n")
  }
`;
}
