import { projection, type Reader } from "../../../projections/projection.ts";

/** Study groups, and who founded them. */
export const studyGroups = projection({
  name: "study_groups",
  version: 1,
  columns: { id: "bigint", founder_id: "bigint", topic: "text?", founded_at: "timestamptz", closed_at: "timestamptz?" },
  primaryKey: ["id"],
  indexes: [["founder_id"]],
  types: ["StudyGroupFounded", "StudyGroupClosed", "AccountErased"],
  tag: (key) => `study_group:${key.id}`,
  keys: (event) => [event.type === "AccountErased" ? { founder_id: event.data.userId } : { id: event.data.groupId }],
  evolve: (row, event) => {
    switch (event.type) {
      case "StudyGroupFounded":
        return {
          id: event.data.groupId,
          founder_id: event.data.founderId,
          topic: event.data.topic,
          founded_at: event.data.foundedAt,
          closed_at: null,
        };
      case "StudyGroupClosed":
        return row && { ...row, closed_at: event.data.closedAt };
      case "AccountErased":
        return row && { ...row, topic: null };
    }
  },
});

export type StudyGroup = NonNullable<ReturnType<typeof studyGroups.evolve>>;

/** The groups that somebody founded, newest first. */
export async function groupsOf(
  { sql, table }: Reader,
  { userId, limit }: { userId: number; limit: number },
): Promise<StudyGroup[]> {
  const found = await sql<{ row: StudyGroup }[]>`
    SELECT to_jsonb(g) AS row FROM ${table(studyGroups)} g
    WHERE founder_id = ${userId} ORDER BY id DESC LIMIT ${limit}`;
  return found.map(({ row }) => row);
}
