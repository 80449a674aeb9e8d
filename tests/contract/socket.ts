import type { Row } from "./row.ts";

/** The socket: `GET /ws`. */
export const socket: readonly Row[] = [
  {
    row: "who one is",
    tests: [
      "tests/realtime/socket_test.ts: each way of saying who one is lets in, and a session that ends closes its sockets",
      "tests/realtime/socket_test.ts: a page's cookie lets in from our own origin and from no other",
      "tests/accounts/cookie_lifetime_test.ts: a page's socket needs no token, where the Origin is ours",
      "tests/realtime/times_test.ts: whoever does not say who they are is closed",
      "tests/realtime/times_test.ts: a socket's times: 10 s to say who it is, 5 s to resume, 30 s without a pong, 15 s of silence in a call",
      "tests/realtime/upgrade_test.ts: a token in the URL lets nobody in: URLs are written down on the way",
      "tests/realtime/times_test.ts: a token that runs out is announced, and closes its socket unless it is renewed there",
    ],
  },
  {
    row: "upgrade",
    tests: [
      "tests/realtime/upgrade_test.ts: a list of subprotocols is read as RFC 9110 has lists, and ours is answered",
      "tests/realtime/upgrade_test.ts: a broken upgrade is 400 or 426 with its problem, and breaks nothing",
      "tests/realtime/ws_test.ts: ws: the subprotocol is ours, the welcome first, and a push needs no frame before it",
      "tests/realtime/socket_test.ts: problems are told in the language that the socket was opened in",
    ],
  },
  {
    row: "welcome",
    tests: [
      "tests/realtime/welcome_test.ts: the first frame is the welcome, whichever way someone says who they are, and a client need say nothing",
      "tests/realtime/welcome_test.ts: where auth came as a frame its ack is first, the welcome second, and nothing overtakes either",
      "tests/realtime/welcome_test.ts: a socket that sends nothing gets its first push at once, and misses nothing by the welcome's cursor",
    ],
  },
  {
    row: "resume",
    tests: [
      "tests/realtime/welcome_test.ts: an announced resume comes first: no cursor before `resumed`, and a second drop skips nothing",
      "tests/realtime/welcome_test.ts: an announced resume that does not come in time: what comes is shown, without cursors",
      "tests/realtime/welcome_test.ts: a resume that was not announced is served as before: a push that came sooner has no cursor and comes again",
      "tests/realtime/resume_test.ts: whoever drops and comes back sees what the log says they may, each once, through restarts under load",
      "tests/realtime/resume_test.ts: a cursor of another log, or beyond the end of this one, recovers nothing",
      "tests/realtime/resume_test.ts: a client that missed 1,000 frames gets them all; one that missed 1,001 gets none",
    ],
  },
  {
    row: "heartbeat",
    tests: [
      "tests/realtime/heartbeat_test.ts: the server pings: a client that answers lives, one that does not is closed with 1001, known or not",
      "tests/realtime/heartbeat_test.ts: a client that only answers the protocol's pings keeps the call; one that has sent `ping` must go on",
      "tests/realtime/heartbeat_test.ts: outside a call nobody is asked for `ping` frames, not even those who have sent some",
    ],
  },
  {
    row: "what a socket may hold",
    tests: [
      "tests/realtime/closing_test.ts: a socket that is told to close is gone from the kernel's table within 5 s, however silent its client",
      "tests/realtime/endless_test.ts: 100 sockets whose messages do not end cost less than 100 MB and disturb no call",
      "tests/realtime/slow_reader_test.ts: a client that does not read is closed and counts as gone at once; what waits for it is bounded",
      "tests/realtime/strangers_test.ts: sockets without a token are bounded per address; a token, or leaving, makes room",
    ],
  },
  {
    row: "frames",
    tests: [
      "tests/realtime/socket_test.ts: a frame that cannot be read is refused by its id where it has one",
      "tests/realtime/fuzz_test.ts: whatever is wrong with a frame, it is said, and nobody else notices",
      "tests/realtime/sync_test.ts: the snapshot says at each step what the frames said",
    ],
  },
  {
    row: "close codes",
    tests: [
      "tests/realtime/asyncapi_test.ts: close codes say whether to come back: from 4000 on yes, from 4500 on no, and none is beyond 4999",
      "tests/realtime/asyncapi_test.ts: the document says the heartbeats, the close codes with what to do, and how to resume",
      "tests/realtime/socket_test.ts: a stopping server asks its clients to come back",
    ],
  },
  {
    row: "pushed and understood",
    tests: [
      "tests/realtime/asyncapi_test.ts: the frames that clients rely on are there, under these names",
      "tests/realtime/socket_test.ts: two people meet, call and end over sockets, signals going to the other alone",
      "tests/realtime/signals_test.ts: nobody but the two of an open call can signal in it",
      "tests/realtime/presence_test.ts: several sockets of a person are shown the same, and their person is there while one of them is",
      "tests/saju/push_test.ts: requests and decisions are pushed to both, and stand in the snapshot while they are open",
      "tests/chat/chat_test.ts: typing reaches the partner alone, on every process, and only while the two may talk",
    ],
  },
  {
    row: "the commands of REST",
    tests: [
      "tests/chat/chat_test.ts: two people write over sockets and REST: live on every device, unread counts right, in the list and in sync",
      "tests/chat/chat_test.ts: a third person is told that there is no such chat, over every way in",
      "tests/realtime/socket_test.ts: what REST refuses the socket refuses with the same problem",
      "tests/realtime/socket_test.ts: two people meet, call and end over sockets, signals going to the other alone",
    ],
  },
];
