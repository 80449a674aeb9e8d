import { z } from "zod";
import type { ListedIntroduction } from "../../projections/saju/introductions.ts";
import { type Reached, shownUrl } from "../http/media.ts";
import { instant } from "../http/fields.ts";
import { shownName } from "../accounts/shown_name.ts";
import { introductionStatus } from "./accepting.ts";

/** A request as one of the two sees it in a list (API.md, "requests"). */
export const seenIntroduction = z.object({
  match_id: z.int(),
  status: introductionStatus,
  requester_id: z.int(),
  receiver_id: z.int(),
  partner: z.object({ user_id: z.int(), name: z.string(), profile_img_url: z.string().nullable() }),
  compatibility_score: z.int(),
  created_at: instant,
}).meta({ id: "Introduction" });

/** Makes that of a row of the read model. */
export function asSeen(reached: Reached, row: ListedIntroduction, me: number): z.output<typeof seenIntroduction> {
  return {
    match_id: row.id,
    status: introductionStatus.parse(row.status),
    requester_id: row.requester_id,
    receiver_id: row.receiver_id,
    partner: {
      user_id: row.requester_id === me ? row.receiver_id : row.requester_id,
      name: shownName(row.name, row.is_erased),
      profile_img_url: shownUrl(reached, row.profile_image),
    },
    compatibility_score: row.compatibility_score,
    created_at: new Date(row.created_at).toISOString(),
  };
}

/** An explanation as it is answered: see `Explanation`. */
export const explanation = z.object({
  user_id: z.int(),
  compatibility_score: z.int(),
  rules: z.string(),
  pillars: z.array(z.object({
    of: z.enum(["year", "month", "day", "hour"]),
    certainty: z.string(),
    hanja: z.string(),
    hangul: z.string(),
    stem: z.string(),
    branch: z.string(),
  })),
  elements: z.array(z.object({ element: z.string(), name: z.string(), count: z.int() })),
  relations: z.array(z.object({
    part: z.string(),
    name: z.string(),
    points: z.object({ from: z.int(), to: z.int(), of: z.int() }),
    text: z.string(),
  })),
  notes: z.array(z.string()),
}).meta({
  id: "Compatibility",
  examples: [{
    user_id: 8,
    compatibility_score: 60,
    rules: "saju_v1",
    pillars: [
      { of: "year", certainty: "certain", hanja: "壬申", hangul: "임신", stem: "水", branch: "金" },
      { of: "month", certainty: "certain", hanja: "丁未", hangul: "정미", stem: "火", branch: "土" },
      { of: "day", certainty: "certain", hanja: "乙酉", hangul: "을유", stem: "木", branch: "金" },
    ],
    elements: [{ element: "木", name: "wood (木)", count: 1 }, { element: "火", name: "fire (火)", count: 1 }],
    relations: [{
      part: "dayStem",
      name: "Day stem (character)",
      points: { from: 18, to: 25, of: 25 },
      text: "Your 乙 combines with 庚 and clashes with 辛. Together you have 18–25 of 25 points. " +
        "You tend to go well together.",
    }],
    notes: ["For entertainment."],
  }],
});
