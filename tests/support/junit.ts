/** How many tests did what. */
export type Counts = { passed: number; failed: number; skipped: number };

/** Counts the tests of a JUnit report, as `deno test --junit-path` writes it; steps are tests of their own in it. */
export function countTests(report: string): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, rest] of report.matchAll(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g)) {
    if (/<(failure|error)\b/.test(rest)) counts.failed++;
    else if (/<skipped\b/.test(rest)) counts.skipped++;
    else counts.passed++;
  }
  return counts;
}

/** `12 passed, 0 failed`, with `, 3 skipped` where there are any. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
