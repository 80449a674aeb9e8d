import { z } from "zod";
import { tag } from "../../events/event.ts";
import { projection } from "../projection.ts";

/** How many gifts one may give in 24 hours. */
export const giftsADay = 20;

/** When people gave gems: what a further gift is held against. */
export const gemGifts = projection({
  name: "gem_gifts",
  version: 1,
  columns: {
    user_id: "bigint",
    /** The times of the last gifts, as many as a day has, oldest first, as JSON. */
    given_at: "text",
  },
  primaryKey: ["user_id"],
  types: ["GemsGiven"],
  tag: (key) => tag.user(Number(key.user_id)),
  keys: (event) => [{ user_id: event.data.userId }],
  evolve: (row, event, key) => ({
    ...key,
    given_at: JSON.stringify([...timesIn(row?.given_at), event.data.at].slice(-giftsADay)),
  }),
});

const times = z.array(z.string());

/** The times in the column, oldest first; none where there is no row. */
export const timesIn = (column = "[]"): string[] => times.parse(JSON.parse(column));
