/** Example values for the documents, by field name; see {@link defineExamples}. */
export const fieldExamples: Record<string, unknown> = {};

/**
 * Adds example values, by field name. Each app defines those of its own fields; all of them tell one story: mina and jun
 * talk, sora and haneul write. A schema's own `.meta({ examples })` comes first, then its enum; a name without an example
 * fails a test.
 */
export function defineExamples(table: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(table)) {
    if (Object.hasOwn(fieldExamples, name)) throw new Error(`The field ${name} has two examples: take one away.`);
    fieldExamples[name] = value;
  }
}

// fields that answers of several apps have
defineExamples({
  user_id: 8,
  id: 41,
  created_at: "2026-03-02T09:30:00.000Z",
  sent_at: "2026-03-02T09:50:00.000Z",
  resolved_at: "2026-03-03T02:00:00.000Z",
  kept_until: "2026-06-01T02:00:00.000Z",
  until: "2026-04-01T00:00:00.000Z",
  url: "/media/4mJ8c0s2Zq1uT7yXb9aLrA.webp",
  cursor: "AQAAAb3Jm5kX0dYl7uQk",
});
