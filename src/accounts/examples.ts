import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of accounts and sessions, by field name. */
defineExamples({
  username: "mina",
  password: "correct horse",
  current_password: "correct horse",
  new_password: "battery staple",
  age: 27,
  email: "sora@example.com",
  email_verified: true,
  name: "소라",
  gender: "female",
  profile_image: "/media/4mJ8c0s2Zq1uT7yXb9aLrA.webp",
  profile_img_url: "/media/4mJ8c0s2Zq1uT7yXb9aLrA.webp",
  date_joined: "2026-03-01T09:00:00.000Z",
  is_active: true,
  access: "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiI3In0.c2lnbmF0dXJl",
  refresh: "8d2f0b1e-6a53-4c1e-9f7a-2f5f3f8f4b10.0.J3xq9vC2m1",
  token: "eyJzdWIiOiI3In0.c2lnbmF0dXJl",
  device: "Mozilla/5.0 (Linux; Android 15) Chrome/139.0",
  device_name: "Chrome, Android",
  address: "203.0.113.7",
  current: true,
});
