import { z } from "zod";
import { reportReason } from "../../events/safety.ts";
import { askerOf } from "../accounts/asker.ts";
import { isRefusal } from "../answers/refusals.ts";
import { answer, endpoint } from "../http/endpoint.ts";
import { text } from "../http/fields.ts";
import { reencode } from "../http/images.ts";
import { readImage } from "../http/media.ts";
import type { System } from "../system.ts";
import { access } from "./access.ts";
import { otherAt, saidAt, shownAt } from "./meetings.ts";
import { namingFields, refusalsOfNaming } from "./naming_fields.ts";

/** The longest side of the picture that a report copies, in pixels. */
const copiedSide = 256;
/** How many messages of a chat a report copies, of both people. */
const messagesCopied = 20;

/** Reports: API.md, "For all four apps". */
export function reportEndpoints(system: System) {
  const { run, media, safety: { kinds, reportPerson } } = system;
  const naming = namingFields(kinds);
  const said = { reason: reportReason, comment: text({ min: 0, max: 1_000 }).nullable().optional() };
  const example = { reason: "harassment", comment: "욕설을 했습니다.", ...naming.example(12, 1) };

  return [
    endpoint({
      ...access.reportPerson,
      app: "safety",
      summary: "Report someone to staff; a second report of the same meeting is the first",
      description: `Names them by where you met: exactly one of ${naming.list}.`,
      idempotent: true,
      body: z.object({ ...said, ...naming.fields }).refine(...naming.namesOne).meta({ examples: [example] }),
      answers: { 201: z.object({ report_id: z.int() }) },
      refusals: refusalsOfNaming(kinds),
      handle: async (request) => {
        const about = naming.metOf(request.body);
        const other = await otherAt(kinds, system, about, request.user.userId);
        if (isRefusal(other)) return other;
        const { reason, comment } = request.body;
        const shown = await shownAt(kinds, system, about, other);
        const copied = {
          picture: await copyOf(shown.image),
          messages: await saidAt(kinds, system, about, messagesCopied),
        };
        const input = { other, about, metIn: shown.app, reason, comment: comment ?? null, ...copied };
        return answer(201, await run(reportPerson, input, askerOf(request)));
      },
    }),
  ];

  /** A small copy of a picture; null if there is none. */
  async function copyOf(url: string | null): Promise<string | null> {
    const image = url === null ? undefined : await readImage(media, url);
    const small = image && await reencode(image, copiedSide);
    return small && !isRefusal(small) ? small.toBase64() : null;
  }
}
