import { defineExamples } from "../http/field_examples.ts";

/** Example values for the documents of chats, by field name. */
defineExamples({
  sender_id: 7,
  chat_id: 5,
  message_id: 57,
  client_id: "1",
  content: "안녕하세요",
  unread_count: 1,
});
