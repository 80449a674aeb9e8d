import { faceKey, faceRow, faces, faceTable, hadShown, nameAt } from "../accounts/faces.ts";
import type { Look } from "../accounts/looks.ts";
import { users } from "../accounts/users.ts";
import { projection } from "../projection.ts";
import { sajuProfiles } from "./saju_profiles.ts";

/** The names and pictures that people have used in blind dates; see `faceTable`. */
export const sajuFaces = projection({
  name: "saju_faces",
  version: 1,
  ...faceTable,
  types: ["SajuProfileChanged", "AccountErased"],
  keys: (event) => [faceKey(event)],
  evolve: (_row, event) =>
    event.type === "AccountErased"
      ? undefined
      : faceRow(event, { name: event.data.name, image: event.data.profileImage }),
});

/** How people look in blind dates: as their profile says. Someone without one looks as their account does. */
export const sajuLook: Look = {
  now: ({ sql, table }, userId) =>
    sql`SELECT coalesce(p.name, u.username) AS name,
      CASE WHEN p.user_id IS NULL THEN u.profile_image ELSE p.profile_image END AS image
    FROM ${table(users)} u LEFT JOIN ${table(sajuProfiles)} p ON p.user_id = u.id WHERE u.id = ${userId}`,
  at: (tables, userId, position) => {
    const { sql, table } = tables;
    const image = sql`CASE WHEN p.user_id IS NULL THEN u.profile_image ELSE p.profile_image END`;
    const hadIn = (model: typeof sajuFaces | typeof faces) => hadShown(tables, model, { userId, image, position });
    return sql`SELECT coalesce(
        ${nameAt(tables, sajuFaces, userId, position)}, ${nameAt(tables, faces, userId, position)}) AS name,
      CASE WHEN ${hadIn(sajuFaces)} OR ${hadIn(faces)} THEN ${image} END AS image
    FROM ${table(users)} u LEFT JOIN ${table(sajuProfiles)} p ON p.user_id = u.id WHERE u.id = ${userId}`;
  },
};
