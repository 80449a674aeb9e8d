import { assertEquals } from "@std/assert";
import { projections } from "../../src/apps.ts";

/** What analysts look for, by the seeds (000 and 003): a table's name and its columns. */
const ofSeeds: Record<string, string[]> = {
  users: ["id", "username", "age", "gender", "profile_image", "date_joined", "is_active", "is_staff", "is_matching"],
  call_sessions: ["id", "user1_id", "user2_id", "started_at", "ended_at", "duration_sec"],
  call_ratings: ["id", "call_session_id", "rater_id", "ratee_id", "rating", "comment", "created_at"],
  gem_balances: ["user_id", "balance"],
  gem_transactions: ["id", "user_id", "amount", "reason", "created_at"],
  matches: ["id", "requester_id", "receiver_id", "status", "compatibility_score", "created_at"],
  chats: ["id", "match_id", "created_at"],
  messages: ["id", "chat_id", "sender_id", "content", "sent_at"],
};

Deno.test("the seeds' tables are there, with the seeds' columns", () => {
  for (const [table, columns] of Object.entries(ofSeeds)) {
    const [found] = projections.filter(({ name }) => name === table);
    assertEquals(columns.filter((column) => !Object.hasOwn(found?.columns ?? {}, column)), [], table);
  }
});
