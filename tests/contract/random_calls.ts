import type { Row } from "./row.ts";

/** Random calls. */
export const randomCalls: readonly Row[] = [
  {
    row: "sign-up and profile",
    tests: [
      "tests/e2e/story_test.ts: two people from sign-up to rating",
      "tests/safety/suspension_test.ts: a suspension holds at once on every process, and ends what runs",
    ],
  },
  {
    row: "settings",
    tests: [
      "tests/calls/save_settings_test.ts: ages wanted go from 19 to 99, the first no higher than the second",
      "tests/calls/save_settings_test.ts: a radius is 5 to 500 km, or null",
      "tests/e2e/story_test.ts: two people from sign-up to rating",
    ],
  },
  {
    row: "where a person is",
    tests: [
      "tests/calls/location_test.ts: of a place its H3 cell of resolution 6 is kept for 24 h, beside the log, and nothing of the point",
      "tests/e2e/log_lines_test.ts: what a server writes holds no password, token, key, name, address, comment or place",
      "tests/e2e/matching_test.ts: a location is forgotten after 24 h, also of someone who is waiting",
      "tests/e2e/matching_test.ts: the conditions of both sides hold, whoever came first",
    ],
  },
  {
    row: "GET /api/match/random/",
    tests: [
      "tests/http/document_test.ts: a wait for an offer lasts 25 s unless told otherwise, and at most 55",
      "tests/e2e/story_test.ts: two people from sign-up to rating",
      "tests/e2e/matching_test.ts: who does not poll for 60 s leaves the queue, who does stays",
      "tests/realtime/presence_test.ts: someone with a socket stays in the queue without polling, and leaves it 60 s after the socket is gone",
      "tests/calls/request_match_test.ts: asking again while waiting or with an offer open changes nothing",
      "tests/calls/request_match_test.ts: conditions must be affordable when entering",
      "tests/calls/request_match_test.ts: nobody enters the queue from a match or a call",
    ],
  },
  {
    row: "show_time_sec",
    tests: [
      "tests/configuration/config_test.ts: without any variable the defaults hold",
      "tests/e2e/matching_test.ts: silence ends an offer after 10 s: who accepted waits again, who was silent does not",
      "tests/e2e/story_test.ts: an accept that comes too late is next, whoever else accepted",
    ],
  },
  {
    row: "decision",
    tests: [
      "tests/calls/decide_match_test.ts: deciding twice the same way repeats the answer",
      "tests/calls/decide_match_test.ts: a decision cannot be turned round",
      "tests/e2e/matching_test.ts: a decline is next for both; the other waits at the old place, who declined does not",
      "tests/e2e/matching_test.ts: both silent: both leave the queue",
      "tests/e2e/matching_test.ts: who cannot pay any more at the accept leaves the queue, the other returns to it",
      "tests/e2e/concurrency_test.ts: fifty pairs whose two decide at the same instant: one outcome each, the same for both",
    ],
  },
  {
    row: "cancel",
    tests: [
      "tests/e2e/matching_test.ts: cancelling: idle, waiting, offered, matched, in a call",
      "tests/e2e/giving_up_test.ts: cancelling after matched gives the match up: gems go back to both, both are told, both are free",
      "tests/e2e/giving_up_test.ts: a start and a cancel at the same instant come to one outcome, on two servers",
    ],
  },
  {
    row: "who can pay",
    tests: [
      "tests/e2e/giving_up_test.ts: someone who can no longer pay when an offer is made leaves the queue and costs nobody a turn",
      "tests/calls/offer_match_test.ts: someone who can no longer pay for their conditions leaves the queue and is shown to nobody",
    ],
  },
  {
    row: "the same two again",
    tests: [
      "tests/e2e/matching_test.ts: two people who were shown each other do not meet again before the cooldown is over, in either order",
      "tests/e2e/matching_test.ts: two who wait are shown each other once their cooldown is over, though nothing else happens",
      "tests/calls/offer_match_test.ts: two who were shown each other are not shown again within the hour, however their offer ended",
    ],
  },
  {
    row: "refunds",
    tests: [
      "tests/e2e/refunds_test.ts: a refund before its charge is kept: nobody is credited for the payment",
      "tests/e2e/refunds_test.ts: a charge and its refund at the same moment, 200 times on two servers, leave no gems",
      "tests/gems/gems_test.ts: a refund takes the gems back once, and a refunded payment is not credited again",
      "tests/e2e/payments_test.ts: only what the provider signed as a refund is one, and a refund is not a payment",
    ],
  },
  {
    row: "HEAD",
    tests: [
      "tests/http/head_test.ts: HEAD answers what GET would, and changes nothing, at every endpoint",
      "tests/http/head_test.ts: HEAD shows where someone is in the queue, and neither enters nor leaves it",
    ],
  },
  {
    row: "conditions and gems",
    tests: [
      "tests/e2e/matching_test.ts: conditions cost what they cost, once, with the match",
      "tests/e2e/matching_test.ts: a match whose call nobody starts in 60 s lapses, and the gems come back",
      "tests/calls/decide_match_test.ts: each one's own conditions are paid in the append that makes the match",
      "tests/invariants/calls_test.ts: whatever people do in whatever order, the invariants hold",
    ],
  },
  {
    row: "start",
    tests: [
      "tests/calls/call_test.ts: either of the two starts the call",
      "tests/calls/call_test.ts: the second to start gets the same call",
      "tests/calls/call_test.ts: a call starts only from a match of both, in time, and once",
      "tests/calls/ice_test.ts: TURN comes with an HMAC of its expiry and the person, good for as long as a call may last",
    ],
  },
  {
    row: "end",
    tests: [
      "tests/calls/call_test.ts: ending a call counts whole seconds by the server's clock, and twice is harmless",
      "tests/realtime/disconnect_test.ts: a call ends 20 s after the last socket of one of the two is gone, and not if they return",
      "tests/realtime/disconnect_test.ts: after a kill -9 the sockets have 20 s to return; a call where one does not ends",
      "tests/e2e/long_calls_test.ts: a call with a socket in it is ended after 12 h, one of REST alone after 2 h, also past a restart",
    ],
  },
  {
    row: "history",
    tests: [
      "tests/e2e/story_test.ts: two people from sign-up to rating",
      "tests/lists_test.ts: every list has a limit with a maximum",
      "tests/calls/nameless_test.ts: calls from before of someone without a name are there to read, and nobody reads null or of an erasure",
    ],
  },
  {
    row: "rating",
    tests: [
      "tests/calls/call_test.ts: each of the two rates the other, once",
      "tests/e2e/story_test.ts: a call can be rated for 7 days",
      "tests/e2e/story_test.ts: the mean of several ratings is rounded to 0.01",
    ],
  },
  {
    row: "payment_token",
    tests: [
      "tests/e2e/concurrency_test.ts: a payment shown 200 times at once is credited once",
      "tests/gems/gems_test.ts: a payment shown again by the same person gets the first answer",
      "tests/gems/gems_test.ts: a payment credited to one person is refused to another",
      "tests/e2e/payments_test.ts: a payment may name its provider and its product, and need not",
      "tests/e2e/payments_test.ts: in production a development payment is no money",
      "tests/e2e/giving_up_test.ts: someone who can no longer pay when an offer is made leaves the queue and costs nobody a turn",
    ],
  },
  {
    row: "reason of a transaction",
    tests: [
      "tests/e2e/story_test.ts: two people from sign-up to rating",
      "tests/e2e/matching_test.ts: a match whose call nobody starts in 60 s lapses, and the gems come back",
      "tests/safety/staff_http_test.ts: nobody but staff may do what staff may, and staff not everything",
    ],
  },
];
