import { AccountErased, PersonalDataViewed } from "../../events/accounts.ts";
import { EvidenceErased, ReportResolved } from "../../events/safety.ts";
import { reportPerson } from "../support/commands.ts";
import { evidenceKeptDays, resolveReport } from "../../src/safety/resolve_report.ts";
import { viewReport } from "../../src/safety/view_report.ts";
import { hashOf, person } from "../support/facts.ts";
import { at, given } from "../support/given.ts";
import { reported } from "./facts.ts";

const two = [...person(1), ...person(2)];
const input = {
  other: 2,
  about: { kind: "match" as const, id: 7 },
  reason: "fraud" as const,
  comment: "돈을 보내라고 했어요",
  picture: null,
};

Deno.test("a report copies the names of both under a key of its own", () => {
  const done = given(...two).when(reportPerson, input, { me: 1 });
  done.then(reported(1, 2));
  done.answers({ report_id: 1000 });
});

Deno.test("a report copies the picture, and no name that is gone", () => {
  const gone = AccountErased({ userId: 2, usernameHash: hashOf("user2"), emailHash: null });
  const expected = reported(1, 2);
  expected.data.evidence.reported = { username: null, picture: "UklGRg==" };
  given(...two, gone).when(reportPerson, { ...input, picture: "UklGRg==" }, { me: 1 }).then(expected);
});

Deno.test("a second report of the same meeting by the same person is the first", () => {
  const again = given(...two, reported(1, 2, 5)).when(reportPerson, { ...input, reason: "sexual" }, { me: 1 });
  again.then();
  again.answers({ report_id: 5 });
});

Deno.test("each of the two may report the other, and of each meeting", () => {
  given(...two, reported(2, 1, 5)).when(reportPerson, input, { me: 1 }).then(reported(1, 2));
  const call = { kind: "call" as const, id: 7 };
  const expected = reported(1, 2);
  given(...two, reported(1, 2, 5)).when(reportPerson, { ...input, about: call }, { me: 1 }).then({
    ...expected,
    tags: ["report:1000", "call:7", "user:1", "user:2"],
    data: { ...expected.data, about: call },
  });
});

const view = { report_id: 5 };

Deno.test("that staff saw what is personal stands in the log with the answer", () => {
  given(reported(1, 2, 5)).when(viewReport, view, { me: 9 }).then(
    PersonalDataViewed({ userIds: [1, 2], by: 9, reportId: 5 }),
  );
  given().when(viewReport, view, { me: 9 }).refuses("report.unknown");
});

Deno.test("nothing is left to see, or to note, once the evidence was erased", () => {
  const erased = given(reported(1, 2, 5), EvidenceErased({ reportId: 5 })).when(viewReport, view, { me: 9 });
  erased.then();
});

Deno.test("nobody sees or decides a report in which they are one of the two", () => {
  for (const me of [1, 2]) {
    given(reported(1, 2, 5)).when(viewReport, view, { me }).refuses("report.own_case");
    given(reported(1, 2, 5)).when(resolveReport, { ...view, outcome: "dismissed" }, { me }).refuses("report.own_case");
  }
});

Deno.test("a report is resolved once; its evidence is kept for half a year", () => {
  const outcome = "warned" as const;
  const resolved = ReportResolved({
    reportId: 5,
    by: 9,
    outcome,
    resolvedAt: at(0),
    keptUntil: at(evidenceKeptDays * 24 * 3600),
  });
  given(reported(1, 2, 5)).when(resolveReport, { ...view, outcome }, { me: 9 }).then(resolved);
  given(reported(1, 2, 5), resolved).when(resolveReport, { ...view, outcome }, { me: 8 }).then();
  given(reported(1, 2, 5), resolved).when(resolveReport, { ...view, outcome: "dismissed" }, { me: 9 }).refuses(
    "report.resolved",
  );
  given().when(resolveReport, { ...view, outcome }, { me: 9 }).refuses("report.unknown");
});
