import type { Row } from "./row.ts";

/** What holds in every app. */
export const forAllApps: readonly Row[] = [
  {
    row: "paths and values",
    tests: [
      "tests/e2e/story_test.ts: every path answers with and without its trailing slash",
      "tests/http/document_test.ts: money, ids and counts are integers: only mean ratings and places are not",
    ],
  },
  {
    row: "one account, four apps",
    tests: [
      "tests/saju/story_test.ts: without a profile for blind dates their endpoints say what sets it, and PUT /api/users/me does",
      "tests/saju/login_test.ts: someone without a username logs in by their address there too, and may take a username",
      "tests/e2e/accounts_test.ts: an address is taken, verified by mail and good to log in with",
    ],
  },
  {
    row: "profile.required",
    tests: [
      "tests/calls/nameless_test.ts: without a username nobody enters the queue, and one request sets what the refusal names",
      "tests/calls/nameless_test.ts: every missing field is named, and no other",
      "tests/calls/nameless_test.ts: someone left waiting without a name is told that the wait is over, and is shown to nobody",
      "tests/chat/closed_test.ts: the erased alone are called so, whether they left, were blocked or neither",
    ],
  },
  {
    row: "ages",
    tests: [
      "tests/calls/shown_age_test.ts: a stated age counts up with the years, and a birth date wins over it",
      "tests/calls/shown_age_test.ts: others see the age by the year of birth, which tells no birthday",
      "tests/calls/shown_age_test.ts: an offer shows the age by the year of birth",
      "tests/saju/explain_test.ts: the score is shown in fives between 50 and 70, the age by the year of birth",
    ],
  },
  {
    row: "Tokens",
    tests: [
      "tests/e2e/story_test.ts: others verify access tokens with the public keys",
      "tests/e2e/story_test.ts: a refresh token is used once; its repeat gets the same answer, an older one ends the family",
      "tests/accounts/refresh_session_test.ts: a lost answer is given again for 60 s, and a later repeat ends the family",
      "tests/accounts/refresh_session_test.ts: the 60 s begin when the answer's fact was recorded, however long that took",
      "tests/accounts/refresh_session_test.ts: only the generation before the newest is repeated: one whose successor was used ends the family",
      "tests/accounts/refresh_session_test.ts: of a refresh token its hash alone is stored",
    ],
  },
  {
    row: "Tokens: sessions",
    tests: [
      "tests/e2e/story_test.ts: an ended session is refused within a second, on another server too",
      "tests/realtime/closing_test.ts: a session that ends takes its sockets along, also one whose client reads nothing",
      "tests/realtime/signals_test.ts: whoever's session ended, or who is suspended, signals no more, wherever that happened",
    ],
  },
  {
    row: "Tokens: what needs one",
    tests: [
      "tests/access_test.ts: only what needs no login is open without a token",
      "tests/access_test.ts: every endpoint × everyone who may come: only what the table allows",
      "tests/http/openapi_test.ts: the pages for reading it need no internet: every file they name is served here, under a policy that forbids others",
    ],
  },
  {
    row: "Tokens: the pages' session cookie and CSRF token",
    tests: [
      "tests/accounts/cookie_session_test.ts: a page logs in for a cookie that no script reads, and no answer shows a token",
      "tests/accounts/cookie_session_test.ts: by cookie whatever is more than a read needs the session's CSRF token",
      "tests/accounts/cookie_session_test.ts: a form may send the CSRF token as its field",
      "tests/accounts/cookie_session_test.ts: sign-up and login by cookie need the token of this visitor",
      "tests/accounts/cookie_session_test.ts: with an Authorization header cookies are ignored, and a login without the wish sets none",
      "tests/accounts/cookie_session_test.ts: pages of other origins never get the cookie's authority, listed or not",
      "tests/accounts/cookie_session_test.ts: in production the cookies are this host's alone, by HTTPS alone",
      "tests/accounts/cookie_lifetime_test.ts: a session that is ended elsewhere is worth nothing within a second, on every process",
      "tests/accounts/cookie_lifetime_test.ts: a session ends 30 days after it was last used, and its use extends the same cookie",
      "tests/accounts/cookie_lifetime_test.ts: of a cookie its hash alone is stored",
      "tests/accounts/acting_reads_test.ts: a GET that does something says so in the table, and needs the CSRF token by cookie",
    ],
  },
  {
    row: "GET /api/auth/me",
    tests: [
      "tests/accounts/acting_reads_test.ts: GET /api/auth/me tells who is there, their roles, and the apps whose profile is complete",
    ],
  },
  {
    row: "Passwords",
    tests: [
      "tests/accounts/passwords_test.ts: a password typed in NFD and in NFC is the same, whichever was hashed",
      "tests/accounts/passwords_test.ts: a new password has 8 to 200 characters of its NFC form, and is kept in it",
      "tests/accounts/passwords_test.ts: the commonest passwords are refused with a sentence, in whatever case and width",
      "tests/accounts/passwords_test.ts: how many hashes are compared depends on what was typed alone",
      "tests/e2e/passwords_test.ts: a password is the same from a Mac and from a phone wherever it is asked for",
      "tests/e2e/passwords_test.ts: a password that was hashed as a Mac typed it is right from every keyboard",
    ],
  },
  {
    row: "Passwords: failed logins",
    tests: [
      "tests/e2e/story_test.ts: after 10 failed logins in 5 minutes the account waits, and no other behind that address does",
      "tests/accounts/password_attempts_test.ts: ten wrong passwords of one account from one address close it from there, and nothing else",
      "tests/accounts/password_attempts_test.ts: strangers to an account get a hundred, and its person is let in from where they logged in before",
      "tests/accounts/password_attempts_test.ts: an address gets 300 over all accounts",
      "tests/accounts/password_attempts_test.ts: an unknown name counts like any other",
      "tests/accounts/password_attempts_test.ts: 150 right logins at once from one address are all looked at, and so are 80 of one account",
      "tests/e2e/guessing_test.ts: what neighbours mistype locks nobody else out: a dormitory behind one address",
    ],
  },
  {
    row: "Passwords: sign-ups",
    tests: [
      "tests/e2e/guessing_test.ts: an address makes so many accounts at once and an hour; those that are refused do not count",
      "tests/configuration/config_test.ts: without any variable the defaults hold",
    ],
  },
  {
    row: "Text",
    tests: [
      "tests/e2e/text_fields_test.ts: every field counts characters of the NFC form, and what people read must show something",
      "tests/http/fields_test.ts: what turns the direction of other text is taken out of a name, and so are blanks at its ends",
      "tests/e2e/naughty_strings_test.ts: every field of every endpoint and frame takes each naughty string, or says why not",
      "tests/accounts/look_alikes_test.ts: a name that looks like another's is taken, at sign-up and when someone renames",
      "tests/accounts/look_alikes_test.ts: of two names that look alike one is taken, also at the same instant, on two processes",
    ],
  },
  {
    row: "Errors",
    tests: [
      "tests/http/input_test.ts: errors name the path and say what to send, in both languages, and never the value",
      "tests/http/input_test.ts: no sentence about a wrong form quotes a pattern, whatever the schema is",
      "tests/http/routing_test.ts: an unknown path is 404 and says so in both languages",
      "tests/http/routing_test.ts: the database being away is 503 with Retry-After; a bug is 500 without a word of it",
      "tests/http/document_test.ts: every refusal is shown as it comes, with nothing left open",
      "tests/saju/story_test.ts: the seed's story: register, log in, be recommended, ask, accept, talk",
      "tests/e2e/bad_input_test.ts: nothing bad is taken, by no endpoint, and each refusal says why",
    ],
  },
  {
    row: "Idempotency-Key",
    tests: [
      "tests/http/document_test.ts: an Idempotency-Key is taken by every POST that creates, decides or pays, not by logins, refreshes and waits",
      "tests/http/idempotency_test.ts: a repeat gets the first answer, status, body and headers, and says that it is one",
      "tests/http/idempotency_test.ts: a refusal is repeated too, in the language of the repeat; being busy, limited or invalid is not",
      "tests/http/idempotency_test.ts: the same key with another body or query is refused, also while the first runs",
      "tests/e2e/concurrency_test.ts: after a day an Idempotency-Key is as good as new",
    ],
  },
  {
    row: "documents",
    tests: [
      "tests/http/openapi_test.ts: the document is OpenAPI 3.1: references resolve, ids are unique, the paths' names are declared",
      "tests/http/document_test.ts: what the document shows as a request is what the server takes",
      "tests/realtime/asyncapi_test.ts: the AsyncAPI document lists every frame both ways, with the schema that judges it",
      "tests/http/openapi_test.ts: the first page is light: all operations by their summaries, and two small files",
    ],
  },
  {
    row: "health and metrics",
    tests: [
      "tests/http/routing_test.ts: health answers, readiness says what is missing, metrics count by pattern and not by path",
      "tests/e2e/ready_test.ts: a server whose read models lag is not ready, and is again once they have caught up",
      "tests/http/metrics_test.ts: metrics answer this machine and holders of the token, and nobody else",
      "tests/http/metrics_test.ts: the figures of the process are those of the kernel, and labels are bounded",
    ],
  },
  {
    row: "erase and export",
    tests: [
      "tests/privacy/erase_test.ts: an account is erased by its password, or soon after a login",
      "tests/privacy/erase_test.ts: whoever is erased is gone at once, and what they had open is over",
      "tests/privacy/nothing_left_test.ts: after an erasure nothing of the person is found anywhere",
      "tests/privacy/export_test.ts: an export holds all that is a person's, and nothing of whom they met",
    ],
  },
  {
    row: "blocks and reports",
    tests: [
      "tests/safety/blocks_http_test.ts: blocks are made by where two met, listed newest first and taken back",
      "tests/safety/blocks_http_test.ts: whom one did not meet one cannot name, whether or not they are there",
      "tests/safety/block_moments_test.ts: a block at the worst moments: nothing gets through after its answer",
      "tests/saju/apart_test.ts: a block keeps two people out of each other's lists, requests and chats",
      "tests/safety/report_test.ts: each of the two may report the other, and of each meeting",
      "tests/realtime/push_test.ts: nobody is told of a block, a report or a rating, and random calls name nobody by a user id",
    ],
  },
  {
    row: "staff",
    tests: [
      "tests/safety/staff_http_test.ts: nobody but staff may do what staff may, and staff not everything",
      "tests/safety/staff_http_test.ts: reports reach staff with their evidence, as it was then, and every look is recorded",
      "tests/safety/staff_http_test.ts: whatever staff do is an event that names them as its actor",
      "tests/safety/suspension_test.ts: a suspension ends by itself when its time is over, also if no server ran at that time",
    ],
  },
  {
    row: "success messages",
    tests: [
      "tests/answers/successes_test.ts: every success is a sentence in Korean and in English, and the seeds' words stand in both",
      "tests/answers/successes_test.ts: a success is told in the language asked for, also when a kept answer is given again",
    ],
  },
  {
    row: "bodies",
    tests: [
      "tests/http/input_test.ts: a body that is compressed, or encoded in any way, is 415 and asked for as it is",
      "tests/http/input_test.ts: a JSON body of 1 MB is read, and no more",
      "tests/e2e/story_test.ts: two people from sign-up to rating",
    ],
  },
  {
    row: "limit",
    tests: [
      "tests/lists_test.ts: every list has a limit with a maximum",
      "tests/lists_test.ts: a list answers what it is asked for at most, and refuses to be asked for more than its maximum",
    ],
  },
  {
    row: "consents",
    tests: [
      "tests/e2e/consents_test.ts: consents that are named are asked for at sign-up, kept, and asked for again when they change",
      "tests/accounts/consents_test.ts: another version than the one named is refused",
    ],
  },
  {
    row: "CASCADE",
    tests: [
      "tests/privacy/nothing_left_test.ts: after an erasure nothing of the person is found anywhere",
      "tests/privacy/cascade_test.ts: of an erased person what two share stays under an id that leads to nobody, and their own part goes",
    ],
  },
  {
    row: "Images",
    tests: [
      "tests/http/media_test.ts: an image comes back as a WebP of at most 1024 px, upright, without metadata, cached for a year",
      "tests/http/media_test.ts: PNG, WebP and AVIF are taken, small ones stay small, whatever their name says",
      "tests/http/media_test.ts: an image of 60 megapixels, and one of 14 MB, is taken",
      "tests/http/media_test.ts: what is no picture, broken, animated, huge or of another kind is refused",
      "tests/saju/privacy_test.ts: the picture of blind dates is its person's own, and goes with another or the account",
      "tests/saju/picture_url_test.ts: with PUBLIC_URL pictures have absolute addresses, a field takes both forms, and an empty text clears it",
      "tests/saju/picture_url_test.ts: with PUBLIC_URL an offer and a profile of random calls show absolute addresses",
    ],
  },
];
