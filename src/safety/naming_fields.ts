import { z } from "zod";
import type { Met } from "../app/meetings.ts";
import { idParam } from "../http/fields.ts";
import type { MeetingKinds } from "./meetings.ts";

/** The answer when the body names no meeting, or none of the asker's. */
export const refusalsOfNaming = (
  kinds: MeetingKinds,
) => [...new Set([...kinds.values()].map(({ unknown }) => unknown))];

const fieldOf = (kind: string) => `${kind}_id`;

/** How a body names another person: by where the two met, with one field for each kind of place. */
export function namingFields(kinds: MeetingKinds) {
  const named = [...kinds].map(([kind, { description }]) => [fieldOf(kind), idParam.meta({ description }).optional()]);
  const list = [...kinds.keys()].map(fieldOf).join(", ");
  const namedIn = (body: object) => [...kinds.keys()].filter((kind) => Reflect.get(body, fieldOf(kind)) !== undefined);

  return {
    /** The fields of a body. Which there are is known when the apps are. */
    fields: Object.fromEntries(named) as Record<never, z.ZodType<number | undefined>>,
    /** Their names, for a sentence. */
    list,
    /** Whether a body names one person, and why not. */
    namesOne: [(body: object) => namedIn(body).length === 1, {
      params: { ko: `다음 중 하나만 보내 주세요: ${list}.`, en: `must have exactly one of ${list}.` },
    }] as const,
    /** Where the two met, of a body that names one person. */
    metOf(body: object): Met {
      const [kind] = namedIn(body);
      if (!kind) throw new Error("The body names nobody, and should have been refused.");
      return { kind, id: z.int().parse(Reflect.get(body, fieldOf(kind))) };
    },
    /** A body's field, as an example: that of the first kind, or of another one. */
    example: (id: number, nth = 0) => ({ [fieldOf([...kinds.keys()][nth] ?? "user")]: id }),
  };
}
