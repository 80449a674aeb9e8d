import type { Row } from "./row.ts";

/** Saju blind dates. */
export const blindDates: readonly Row[] = [
  {
    row: "register, login",
    tests: [
      "tests/saju/story_test.ts: the seed's story: register, log in, be recommended, ask, accept, talk",
      "tests/saju/slices_test.ts: an e-mail address registers once, and nobody who is too young",
      "tests/saju/lunar_test.ts: a lunar birth date is kept as the solar day that it is, with its pillars",
      "tests/saju/lunar_test.ts: what the lunar calendar does not have is refused with a sentence that says why",
      "tests/saju/birth_time_test.ts: a birth time with seconds is the minute they fall into",
      "tests/saju/explain_test.ts: without a birth time there are three pillars, with it four; what is ambiguous says so",
      "tests/saju/correction_test.ts: a birth date is corrected once, within 24 hours of its first entry and before anybody was asked",
    ],
  },
  {
    row: "who is recommended",
    tests: [
      "tests/configuration/config_test.ts: without any variable the defaults hold",
      "tests/saju/month_test.ts: a simulated month: newcomers are seen within a day, nobody is shown to everyone, lists stay all day",
      "tests/saju/draw_test.ts: a day's list is eight people by score and two newcomers, the best score shown first",
      "tests/saju/fill_up_test.ts: a short list is filled up as others come, in the order of the day, up to a day's number",
      "tests/saju/wishes_test.ts: by default the other of male and female is wanted, and everyone by others",
      "tests/saju/wishes_test.ts: people of the age wanted are recommended, by the year of birth and for both",
      "tests/saju/pause_test.ts: someone may wish for `other`, and is shown those alone",
      "tests/saju/apart_test.ts: who is suspended is shown to nobody until the end of it, and who is erased never again",
    ],
  },
  {
    row: "compatibility_score",
    tests: [
      "tests/saju/compatibility_test.ts: 40,000 random pairs: the same in both directions, and spread as the rules were measured",
      "tests/saju/compatibility_test.ts: stems and branches are related as the tables of the rules say, and in no other way",
      "tests/saju/compatibility_test.ts: the pillar of the hour does not count",
      "tests/saju/explain_test.ts: an explanation names all of my pillars, and no character of the other that is not mine or about mine",
      "tests/saju/explain_test.ts: the points of each part are a range that the score can be made of, in both languages",
      "tests/saju/slices_test.ts: a request freezes the score, and is one between two people",
      "tests/saju/apart_test.ts: a block keeps two people out of each other's lists, requests and chats",
      "tests/saju/privacy_test.ts: nothing that a recommended person's id yields tells their birth, their pillars or their address",
    ],
  },
  {
    row: "requests",
    tests: [
      "tests/saju/withdraw_test.ts: DELETE /api/matches/{match_id} withdraws: both are told, see it so, and the other can still block",
      "tests/saju/lapse_test.ts: a request without an answer lapses after 14 days and not before; an answer stands",
      "tests/saju/pause_test.ts: someone who pauses is in nobody's list, also of today; what is open stays, and they are back at a word",
      "tests/saju/wishes_test.ts: someone recommended on an earlier day can be asked today",
      "tests/saju/slices_test.ts: nobody asks those whom they may not meet, and is not told why",
      "tests/saju/story_test.ts: a request that is declined stays so; the one back while it is open is the yes",
      "tests/saju/lists_test.ts: requests are listed newest first by their time, whatever their ids, page by page",
    ],
  },
  {
    row: "chats",
    tests: [
      "tests/saju/story_test.ts: the seed's story: register, log in, be recommended, ask, accept, talk",
      "tests/chat/closed_test.ts: past a block and a leaving nothing live gets through, and the lists show both alike, whoever made them",
      "tests/chat/closed_test.ts: the erased alone are called so, whether they left, were blocked or neither",
      "tests/chat/leaving_test.ts: who leaves has the chat no more; with both gone nothing of it can be read",
      "tests/chat/unread_test.ts: unread counts are a recount's, whatever people say, read, leave and block in whatever order",
      "tests/read_models/columns_test.ts: the seeds' tables are there, with the seeds' columns",
    ],
  },
  {
    row: "messages",
    tests: [
      "tests/chat/chat_test.ts: history goes by offset and by cursor, newest first",
      "tests/chat/slices_test.ts: a message has 1 to 2,000 characters, and a name of 1 to 64",
      "tests/chat/slices_test.ts: what is sent again is the first, also where the chat has closed; other words need another name",
      "tests/chat/leaving_test.ts: whoever erases their account takes their words along; the other's stand, and leaving then erases the rest",
      "tests/chat/chat_test.ts: what was missed comes with the cursor, messages and read marks in order",
    ],
  },
];
