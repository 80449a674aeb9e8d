import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of random calls, by field name. */
defineExamples({
  age_range: [24, 35],
  rating: 4.5,
  is_matching: false,
  preferred_gender: "male",
  match_id: 31,
  show_time_sec: 10,
  radius_km: 30,
  latitude: 37.5563,
  longitude: 126.9236,
  call_id: 12,
  call_session_id: "12",
  call_time: "2026-03-02T09:30:12.000Z",
  started_at: "2026-03-02T09:30:12.000Z",
  refreshed_at: "2026-03-02T09:45:00.000Z",
  ended_at: "2026-03-02T09:41:03.000Z",
  expires_at: "2026-03-02T09:30:10.000Z",
  start_by: "2026-03-02T09:31:08.000Z",
  duration_sec: 651,
  rated: false,
  comment: "좋았어요",
  urls: ["stun:stun.example.com:3478"],
  credential: "q0n3Yl1hJ4o=",
});
