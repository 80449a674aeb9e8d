import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of blind dates, by field name. */
defineExamples({
  birth_date: "1992-07-08",
  calendar: "solar",
  leap_month: false,
  paused: false,
  birth_time: "15:30",
  lunar: { date: "1992-06-09", leap_month: false },
  location: "서울 마포구",
  job: "디자이너",
  bio: "주말에는 산에 가요.",
  pillars: { year: "壬申", month: "丁未", day: "乙酉", hour: "甲申" },
  precision: { year: "certain", month: "certain", day: "certain", hour: "certain" },
  receiver_id: 8,
  requester_id: 7,
  compatibility_score: 65,
});
