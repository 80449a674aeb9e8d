import { closeCodes, closeMeanings, comesBack } from "./close_codes.ts";
import { defaultLimits } from "./limits.ts";

const { heartbeat, idleTimeoutSec, silentInCallMs, resumeWithinMs, authWithinMs } = defaultLimits;
const sec = (ms: number) => `${ms / 1000} s`;

/**
 * What a client must know besides the frames, in Markdown: the rules of API.md, "WebSocket".
 *
 * @param lostWhenAway types of frames that are no events
 */
export function howItWorks(lostWhenAway: readonly string[]): string {
  const ephemeral = lostWhenAway.map((type) => `\`${type}\``);
  return `One socket serves everything. Frames are JSON text: \`{type, id?, data}\` to the server, answered by \`ack\` or
\`error\` with the same \`id\`; \`{type, cursor?, data}\` from the server.

## Opening

Connect to \`/ws\` with the subprotocols \`inyeon.v1\` and \`bearer.<access token>\`, or with an Authorization header; never
put the token in the URL. A socket opened without a token sends \`auth\` first, within ${
    sec(authWithinMs)
  }. The subprotocol
\`lang.ko\` or \`lang.en\`, or the Accept-Language header, chooses the language of problems. A token that is not good is
refused with 401 before the socket opens, a malformed upgrade with 400, and any protocol version but 13 with 426.

The first frame is \`welcome\`, or, if you sent \`auth\`, its \`ack\` and then \`welcome\`. Events follow as they happen. Ignore
frames of types that you do not know.

## Resuming

- The last frame of each event carries a \`cursor\`. Keep it once the frame has been shown.
- To reconnect, add \`resume\` to the subprotocols and send \`resume\` with your last cursor as the first frame, within
  ${sec(resumeWithinMs)}. You get what you missed, then \`resumed\`, then what is new.
- \`welcome.cursor\` is null in that case, and no frame before \`resumed\` carries a cursor: keep the one you have.
- Without that subprotocol, \`welcome.cursor\` is where you are; frames carry cursors once you have sent a frame, or after ${
    sec(resumeWithinMs)
  }. If that first frame is \`resume\`, what you missed comes with cursors, then \`resumed\`.
- \`recovered: false\`: you missed more than 1,000 frames or 24 h, or the cursor is not of this log. Fetch
  \`GET /api/sync\`, show it, and send \`resume\` with its cursor; keep no cursor of a frame until the next \`resumed\`.
- A frame may come twice and then says the same. ${ephemeral.slice(0, -1).join(", ")} and ${ephemeral.at(-1)} are not
  events: they are not sent again.

## Heartbeats

- The server sends WebSocket pings. If one goes unanswered and nothing else arrives for ${idleTimeoutSec} s, it closes the socket
  (1001). Browsers and libraries answer pings by themselves, so you need not send anything.
- Send \`ping\` frames if your client wants to know that the line is still open: every
  \`welcome.heartbeat_sec\` (${heartbeat.heartbeat_sec} s), in a call every \`heartbeat_in_call_sec\` (${heartbeat.heartbeat_in_call_sec} s).
  A client that has sent one is closed after ${sec(silentInCallMs)} of silence in a call.

## Close codes

4000–4499, and any code below 4000 such as 1001 and 1006: reconnect, after a delay that doubles each time and is partly
random. 4500–4999: reconnect only after the person has done something. A socket told to close is gone within 5 s.

| Code | Name | Meaning | Reconnect? |
| --- | --- | --- | --- |
${
    Object.entries(closeMeanings).map(([name, meaning]) => {
      const code = closeCodes[name as keyof typeof closeCodes];
      return `| ${code} | ${name} | ${meaning} | ${comesBack(code) ? "yes" : "no"} |`;
    }).join("\n")
  }
`;
}
