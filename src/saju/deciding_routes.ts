import { z } from "zod";
import { askerOf } from "../accounts/asker.ts";
import { answer, endpoint } from "../http/endpoint.ts";
import { idParam } from "../http/fields.ts";
import type { System } from "../system.ts";
import { acceptIntroduction } from "./accept_introduction.ts";
import { introductionAnswer } from "./accepting.ts";
import { access, app } from "./access.ts";
import { declineIntroduction } from "./decline_introduction.ts";
import { withdrawIntroduction } from "./withdraw_introduction.ts";

const decision = {
  app,
  idempotent: true,
  params: z.object({ match_id: idParam }),
  answers: { 200: introductionAnswer },
};
const decisionRefusals = [
  "introduction.unknown",
  "introduction.not_receiver",
  "introduction.decided_otherwise",
  "introduction.not_open",
] as const;

/** What ends a request: a yes, a no, or its requester taking it back. */
export function decidingEndpoints({ run }: System) {
  return [
    endpoint({
      ...decision,
      ...access.acceptIntroduction,
      summary: "Accept a request, which opens our chat",
      examples: { 200: { match_id: 31, status: "matched", chat_id: 5 } },
      description: "Only the person who received the request can decide. Accepting twice answers the same chat.",
      refusals: [...decisionRefusals, "introduction.closed"],
      handle: async (request) => answer(200, await run(acceptIntroduction, request.params, askerOf(request))),
    }),
    endpoint({
      ...decision,
      ...access.declineIntroduction,
      summary: "Decline a request",
      examples: { 200: { match_id: 31, status: "declined" } },
      description: "Only the person who received the request can decide. After a no, neither can ask again.",
      refusals: decisionRefusals,
      handle: async (request) => answer(200, await run(declineIntroduction, request.params, askerOf(request))),
    }),
    endpoint({
      ...access.withdrawIntroduction,
      app,
      summary: "Take back a request of mine that is still open; the same person cannot be asked again",
      description: "Only the requester can withdraw. Withdrawing twice is harmless.",
      examples: { 200: { match_id: 31, status: "withdrawn" } },
      params: z.object({ match_id: idParam }),
      answers: { 200: introductionAnswer },
      refusals: ["introduction.unknown", "introduction.not_requester", "introduction.not_open"],
      handle: async (request) => answer(200, await run(withdrawIntroduction, request.params, askerOf(request))),
    }),
  ];
}
