/** Runs the tests that may depend on the calendar on other dates, with Debian's `faketime`: `deno task test:dates`. */

const dates = {
  "a leap day": "2028-02-29T03:00:00Z",
  "31 December, 23:59 in Seoul": "2026-12-31T14:59:00Z",
  "the day of a solar term": "2027-02-04T01:40:00Z",
};

const failed: string[] = [];
for (const [what, date] of Object.entries(dates)) {
  console.log(`== ${what}: ${date}`);
  // an offset, so that every process has the same clock, whenever it starts
  const aheadSec = Math.round((Date.parse(date) - Date.now()) / 1000);
  const offset = aheadSec < 0 ? `${aheadSec}` : `+${aheadSec}`;
  const { code } = await new Deno.Command("faketime", {
    args: ["-f", offset, Deno.execPath(), "task", "test", "--set=calendar", "--no-check"],
    // timers go on as ever, and times of files: to shift these it locks what a thread at a process's end no longer has
    env: { FAKETIME_DONT_FAKE_MONOTONIC: "1", NO_FAKE_STAT: "1" },
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (code !== 0) failed.push(what);
}
console.log(failed.length === 0 ? "The tests pass on each date." : `Tests failed on ${failed.join(", and on ")}.`);
Deno.exit(failed.length === 0 ? 0 : 1);
