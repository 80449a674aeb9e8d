import { z } from "zod";
import { opaque } from "../http/fields.ts";
import { definePushed, describeUnderstood } from "./frames.ts";

/** The frames that belong to no app: how a socket begins, resumes and stays open. */

const cursor = "kR0m3vJ5sW2dQ9yTfA7bLhX1cE4nU8pZ6g";

const heartbeat = {
  /** How often a client that checks the connection itself should ping. */
  heartbeat_sec: z.int(),
  heartbeat_in_call_sec: z.int(),
};

/** How often clients should ping. */
export type Heartbeat = z.output<z.ZodObject<typeof heartbeat>>;

/** What the server itself says. */
export const ownPushed = definePushed({
  welcome: {
    // its cursor is null if `resume` was announced
    data: z.object({ cursor: z.string().nullable(), ...heartbeat }),
    summary: "The first frame: where to resume from if the line breaks, and how often to `ping`.",
    example: { cursor, heartbeat_sec: 25, heartbeat_in_call_sec: 5 },
  },
  resumed: {
    data: z.object({ recovered: z.boolean() }),
    summary: "You have everything you missed; with `recovered: false` it could not be found: fetch `GET /api/sync`.",
    example: { recovered: true },
  },
  "auth.expiring": {
    data: z.object({ expires_at: z.iso.datetime() }),
    summary: "Your access token expires within a minute: send a new one in `auth` to keep the socket.",
    example: { expires_at: "2026-03-02T09:30:00.000Z" },
    isLostWhenAway: true,
  },
});

/** What the socket itself acts on. */
export const ownUnderstood = describeUnderstood({
  auth: {
    data: z.object({ token: opaque({ min: 1, max: 4_096 }) }),
    summary: "Says who you are on a socket opened without a token, within 10 s; later, brings a new token.",
    example: { token: "eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.eyJzdWIiOiI3In0.c2lnbmF0dXJl" },
  },
  resume: {
    data: z.object({ cursor: opaque({ min: 0, max: 400 }).optional() }),
    summary: "Asks for everything after a cursor, which ends with `resumed`. The only request without an `ack`.",
    example: { cursor },
  },
  ping: {
    data: z.object({}),
    summary: "Asks whether the line is still open. A client that has sent one must keep sending them in a call.",
    example: {},
  },
});

type OwnPushed = typeof ownPushed;
type OwnUnderstood = typeof ownUnderstood;

declare module "./frames.ts" {
  interface PushedFrames extends OwnPushed {}
  interface UnderstoodFrames extends OwnUnderstood {}
}
