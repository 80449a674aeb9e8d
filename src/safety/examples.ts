import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of blocks, reports and staff, by field name. */
defineExamples({
  block_id: 3,
  report_id: 4,
  reason: "욕설을 했습니다.",
  reporter_id: 7,
  reported_id: 8,
  resolved_by: 2,
  earlier_reports: 1,
  evidence_erased: false,
  outcome: "warned",
  evidence: {
    reporter: { username: "mina" },
    reported: { username: "jun", picture: null },
    messages: [{ senderId: 8, content: "안녕하세요", sentAt: "2026-03-02T09:50:00.000Z" }],
  },
});
