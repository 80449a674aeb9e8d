import type { Sql } from "postgres";
import type { FileStore, MediaStore } from "./media.ts";

/** A file of the media store, and whose it is. */
export type MediaFile = { name: string; user_id: number; stored_at: Date };

/** A media store that knows whose each file is. */
export type MediaFiles = MediaStore & {
  /** A person's files, the oldest first. */
  of(userId: number): Promise<MediaFile[]>;
  /**
   * Deletes all files of a person. What was being stored for them at this moment goes with the next call: names are
   * kept until `settled`.
   */
  deleteOf(userId: number, settled: Date): Promise<void>;
  /** Up to `limit` files stored before a time, in the order of their names, after one. */
  page(of: { storedBefore: Date; after: string; limit: number }): Promise<MediaFile[]>;
};

/** Notes whose files those of a store are. Names are noted before their files are there, and dropped after. */
export function mediaFiles(files: FileStore, sql: Sql, now: () => Date): MediaFiles {
  const of = async (userId: number) =>
    await sql<MediaFile[]>`
      SELECT name, user_id, stored_at FROM media_files WHERE user_id = ${userId} ORDER BY stored_at, name`;

  return {
    get: files.get,
    async put(name, bytes, owner) {
      await sql`INSERT INTO media_files (name, user_id, stored_at) VALUES (${name}, ${owner}, ${now()})`;
      await files.put(name, bytes);
    },
    async delete(name) {
      await files.delete(name);
      await sql`DELETE FROM media_files WHERE name = ${name}`;
    },
    of,
    async deleteOf(userId, settled) {
      for (const { name } of await of(userId)) await files.delete(name);
      await sql`DELETE FROM media_files WHERE user_id = ${userId} AND stored_at < ${settled}`;
    },
    page: async ({ storedBefore, after, limit }) =>
      await sql<MediaFile[]>`
        SELECT name, user_id, stored_at FROM media_files
        WHERE name > ${after} AND stored_at < ${storedBefore} ORDER BY name LIMIT ${limit}`,
  };
}
