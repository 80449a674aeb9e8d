import { meeting } from "../../events/fields.ts";
import { idParam } from "../http/fields.ts";
import type { Met } from "./meetings.ts";

/** What the routes of this room share. */

const kinds = meeting.shape.kind.options;
const fieldOf = (kind: Met["kind"]) => `${kind}_id` as const;
type Named = { [K in Met["kind"] as `${K}_id`]?: number };

const named = (description: string) => idParam.meta({ description }).optional();

/** How a body names another person: by where the two met. */
export const namedFields = {
  match_id: named("A match of random calls. Not the match_id of a blind date's request: use user_id or chat_id there."),
  call_id: named("A random call."),
  chat_id: named("A chat of blind dates."),
  user_id: named("Someone of blind dates whom I was recommended, whom I asked, or who asked me."),
};

/** Whether a body names one person, and why not. */
export const namesOne = [
  (body: Named) => kinds.filter((kind) => body[fieldOf(kind)] !== undefined).length === 1,
  {
    params: {
      ko: `다음 중 하나만 보내 주세요: ${kinds.map(fieldOf).join(", ")}.`,
      en: `must have exactly one of ${kinds.map(fieldOf).join(", ")}.`,
    },
  },
] as const;

/** Where the two met, of a body that names one person. */
export function metOf(body: Named): Met {
  for (const kind of kinds) {
    const id = body[fieldOf(kind)];
    if (id !== undefined) return { kind, id };
  }
  throw new Error("The body names nobody, and should have been refused.");
}
