/**
 * The rows of an answer. postgres.js 3.4.9 does not begin to count anew when a connection dies amid the rows of an answer:
 * the first answer on the connection that takes its place then has as many holes before its rows.
 */
export function withoutHoles<T>(rows: readonly T[]): readonly T[] {
  return rows.length === 0 || 0 in rows ? rows : rows.filter(() => true);
}
