import { z } from "zod";
import { definePushed } from "../realtime/frames.ts";

/** What sockets are told of accounts. */
export const accountsPushed = definePushed({
  "session.ended": {
    data: z.object({ session_id: z.string() }),
    summary: "A session of yours ended; its sockets are closed.",
    example: { session_id: "6f1c2f0e-8a4f-4c83-9d0b-3a2f4b5c6d7e" },
  },
});

type AccountsPushed = typeof accountsPushed;

declare module "../realtime/frames.ts" {
  interface PushedFrames extends AccountsPushed {}
}
