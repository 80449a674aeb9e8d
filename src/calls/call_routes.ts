import { z } from "zod";
import { recentCalls } from "../../projections/calls/call_sessions.ts";
import { askerOf } from "../accounts/asker.ts";
import { shownName } from "../accounts/shown_name.ts";
import { answer, endpoint, ok } from "../http/endpoint.ts";
import { idText, instant, page } from "../http/fields.ts";
import { isRefusal } from "../answers/refusals.ts";
import { done } from "../answers/successes.ts";
import type { System } from "../system.ts";
import { endCall } from "./end_call.ts";
import { iceServers } from "./ice.ts";
import { rateCall } from "./rate_call.ts";
import { startCall } from "./start_call.ts";
import { access, app } from "./access.ts";

/** Calls, history and rating: seed 001 §4 and §5. */
export function callEndpoints(system: System) {
  return [
    startCallEndpoint(system),
    endCallEndpoint(system),
    recentCallsEndpoint(system),
    rateCallEndpoint(system),
  ];
}

function startCallEndpoint({ run, now, config }: System) {
  return endpoint({
    ...access.startCall,
    app,
    summary: "Start the call of a match",
    description:
      "Both start the call and get the same `call_session_id`. Pass `ice_servers` to `RTCPeerConnection` unchanged; signals travel over the socket.",
    idempotent: true,
    body: startCall.input,
    answers: {
      200: z.object({
        call_session_id: z.string(),
        ice_servers: z.array(
          z.object({
            urls: z.array(z.string()),
            username: z.string().optional(),
            credential: z.string().optional(),
          }).meta({
            id: "IceServer",
            examples: [{
              urls: ["turn:turn.example.com:3478"],
              username: "1772447412:7",
              credential: "q0n3Yl1hJ4o=",
            }],
          }),
        ),
      }).meta({ id: "StartedCall" }),
    },
    refusals: ["match.unknown", "match.not_made", "match.lapsed", "call.ended"],
    handle: async (request) => {
      const started = await run(startCall, request.body, askerOf(request));
      if (isRefusal(started)) return started;
      return ok(200, { ...started, ice_servers: iceServers(config, request.user.userId, now()) });
    },
  });
}

function endCallEndpoint({ run }: System) {
  return endpoint({
    ...access.endCall,
    app,
    summary: "End a call",
    description: "Ends it for both. Ending it twice is harmless.",
    idempotent: true,
    body: z.object({ call_session_id: idText }),
    answers: { 200: done("call.ended") },
    refusals: ["call.unknown"],
    handle: async (request) =>
      answer(200, await run(endCall, { call_id: request.body.call_session_id }, askerOf(request))),
  });
}

function recentCallsEndpoint({ registry }: System) {
  return endpoint({
    ...access.recentCalls,
    app,
    summary: "My calls, newest first",
    description:
      "`before` takes a `call_id` and continues after it. A running call has no `ended_at` and no `duration_sec`.",
    query: z.object(page),
    answers: {
      200: z.array(
        z.object({
          call_id: z.int(),
          username: z.string(),
          call_time: instant,
          ended_at: instant.nullable(),
          duration_sec: z.int().nullable(),
          rated: z.boolean(),
        }).meta({ id: "PastCall" }),
      ),
    },
    handle: async ({ user, query }) => {
      const calls = await recentCalls(registry, { userId: user.userId, ...query });
      return ok(
        200,
        calls.map(({ username, is_erased, ...call }) => ({
          ...call,
          username: shownName(username, is_erased),
          call_time: call.call_time.toISOString(),
          ended_at: call.ended_at?.toISOString() ?? null,
        })),
      );
    },
  });
}

function rateCallEndpoint({ run }: System) {
  return endpoint({
    ...access.rateCall,
    app,
    summary: "Rate the other person of a call",
    description: "1 to 5, with a comment if you like: once for a call, within 7 days of its end.",
    idempotent: true,
    body: rateCall.input,
    answers: { 201: done("rating.given") },
    refusals: ["call.unknown", "call.not_ended", "rating.already_given", "rating.too_late"],
    handle: async (request) => answer(201, await run(rateCall, request.body, askerOf(request))),
  });
}
