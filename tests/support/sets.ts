import { join } from "node:path";

/** What needs a browser: a file, or a folder with all in it. */
const browser = ["tests/browser"];

/** What runs the tools of others, which npm fetches first, or a shell. */
const tools = ["tests/documents"];

/** What kills, freezes, floods, tries thousands of things, races hundreds of times or waits for real deadlines. */
const storms = [
  "tests/audit/verify_live_test.ts",
  "tests/backup",
  "tests/chat/storm_test.ts",
  "tests/database/embedded_test.ts",
  "tests/database/lease_test.ts",
  "tests/database/migrate_test.ts",
  "tests/e2e/bad_input_test.ts",
  "tests/e2e/concurrency_test.ts",
  "tests/e2e/giving_up_test.ts",
  "tests/e2e/guessing_test.ts",
  "tests/e2e/matching_test.ts",
  "tests/e2e/naughty_strings_test.ts",
  "tests/e2e/object_names_test.ts",
  "tests/e2e/processes_test.ts",
  "tests/e2e/refunds_test.ts",
  "tests/e2e/stop_test.ts",
  "tests/http/doors_test.ts",
  "tests/log/chain_test.ts",
  "tests/log/connections_test.ts",
  "tests/log/order_test.ts",
  "tests/log/partitions_test.ts",
  "tests/privacy/erase_test.ts",
  "tests/privacy/nothing_left_test.ts",
  "tests/privacy/restore_test.ts",
  "tests/read_models/rebuild_test.ts",
  "tests/read_models/split_test.ts",
  "tests/realtime/closing_test.ts",
  "tests/realtime/disconnect_test.ts",
  "tests/realtime/endless_test.ts",
  "tests/realtime/fuzz_test.ts",
  "tests/realtime/heartbeat_test.ts",
  "tests/realtime/resume_test.ts",
  "tests/realtime/slow_reader_test.ts",
  "tests/realtime/times_test.ts",
  "tests/realtime/welcome_test.ts",
  "tests/safety/block_moments_test.ts",
  "tests/saju/month_test.ts",
  "tests/saju/same_instant_test.ts",
  "tests/start/told_to_stop_test.ts",
  "tests/tasks/torture_test.ts",
];

/** What takes several seconds, and would make the fast set slow. */
const slow = [
  "tests/access_test.ts",
  "tests/e2e/story_test.ts",
  "tests/safety/staff_task_test.ts",
  "tests/saju/apart_test.ts",
  "tests/saju/story_test.ts",
  "tests/start/caught_up_test.ts",
  "tests/accounts/cookie_lifetime_test.ts",
  "tests/accounts/cookie_session_test.ts",
  "tests/accounts/password_attempts_test.ts",
  "tests/audit/audit_test.ts",
  "tests/invariants/calls_test.ts",
  "tests/chat/chat_test.ts",
  "tests/chat/closed_test.ts",
  "tests/database/connect_test.ts",
  "tests/e2e/accounts_test.ts",
  "tests/e2e/log_lines_test.ts",
  "tests/e2e/passwords_test.ts",
  "tests/http/attempts_test.ts",
  "tests/http/idempotency_test.ts",
  "tests/log/append_test.ts",
  "tests/log/guards_test.ts",
  "tests/log/personal_test.ts",
  "tests/realtime/presence_test.ts",
  "tests/realtime/signals_test.ts",
  "tests/realtime/socket_test.ts",
  "tests/realtime/upgrade_test.ts",
  "tests/realtime/ws_test.ts",
  "tests/safety/blocks_http_test.ts",
  "tests/safety/staff_http_test.ts",
  "tests/safety/suspension_test.ts",
  "tests/reactors",
  "tests/saju/correction_test.ts",
  "tests/saju/explain_test.ts",
  "tests/saju/fill_up_test.ts",
  "tests/saju/lapse_test.ts",
  "tests/saju/login_test.ts",
  "tests/saju/privacy_test.ts",
  "tests/saju/withdraw_test.ts",
];

/** What does the same on every date: no day or hour enters into it. */
const timeless = [
  "tests/access_test.ts",
  "tests/accounts/cookie_lifetime_test.ts",
  "tests/accounts/cookie_session_test.ts",
  "tests/accounts/password_attempts_test.ts",
  "tests/audit",
  "tests/chat/chat_test.ts",
  "tests/chat/closed_test.ts",
  "tests/configuration/config_test.ts",
  "tests/contract_test.ts",
  "tests/database",
  "tests/e2e/consents_test.ts",
  "tests/e2e/log_lines_test.ts",
  "tests/e2e/passwords_test.ts",
  "tests/e2e/payments_test.ts",
  "tests/e2e/piled_marks_test.ts",
  "tests/e2e/ready_test.ts",
  "tests/e2e/text_fields_test.ts",
  "tests/deciding/gather_test.ts",
  "tests/http/head_test.ts",
  "tests/http/browser_test.ts",
  "tests/http/document_test.ts",
  "tests/http/media_test.ts",
  "tests/http/metrics_test.ts",
  "tests/http/openapi_test.ts",
  "tests/http/routing_test.ts",
  "tests/imports_test.ts",
  "tests/deciding/lanes_test.ts",
  "tests/lint",
  "tests/lists_test.ts",
  "tests/log",
  "tests/mail",
  "tests/pages",
  "tests/read_models",
  "tests/realtime",
  "tests/registered_test.ts",
  "tests/safety/blocks_http_test.ts",
  "tests/safety/staff_http_test.ts",
  "tests/safety/staff_task_test.ts",
  "tests/saju/compatibility_test.ts",
  "tests/saju/explain_test.ts",
  "tests/saju/picture_url_test.ts",
  "tests/saju/wishes_test.ts",
  "tests/configuration/secrets_test.ts",
  "tests/answers/successes_test.ts",
];

/** Which tests `deno task test` runs: all, or one of the sets that have a task of their own. */
export const sets = {
  all: [],
  fast: [...browser, ...tools, ...storms, ...slow],
  calendar: [...browser, ...tools, ...storms, ...timeless],
} as const satisfies Record<string, readonly string[]>;

/** The test files of a set, as paths below the project's folder. */
export async function filesOf(set: keyof typeof sets): Promise<string[]> {
  const left: readonly string[] = sets[set];
  const files = await testFiles("tests");
  return files.filter((file) => !left.some((path) => file === path || file.startsWith(`${path}/`)));
}

/** Every test file in a folder of the project, in order. */
export async function testFiles(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(join(root, folder)));
  const found = await Promise.all(entries.map(({ name, isDirectory }) => {
    if (isDirectory) return testFiles(`${folder}/${name}`);
    return name.endsWith("_test.ts") ? [`${folder}/${name}`] : [];
  }));
  return found.flat().sort();
}

const root = new URL("../..", import.meta.url).pathname;
