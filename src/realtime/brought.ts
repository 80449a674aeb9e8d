import type { App } from "../app.ts";
import type { DescribedFrame, PushedFrame, UnderstoodFrame } from "./frames.ts";
import { ownPushed, ownUnderstood } from "./own_frames.ts";
import { type Pusher, pusherOf } from "./push.ts";

/** What a socket understands and says, put together from what each app brings. */
export type Brought = {
  understood: ReadonlyMap<string, DescribedFrame | UnderstoodFrame>;
  pushed: ReadonlyMap<string, PushedFrame>;
  push: Pusher;
};

/** Puts together what these apps bring to sockets, and the frames that belong to none. */
export function broughtBy(apps: readonly App[]): Brought {
  const understood = apps.flatMap(({ frames }) => Object.entries(frames?.understood ?? {}));
  const pushed = apps.flatMap(({ frames }) => Object.entries(frames?.pushed ?? {}));
  return {
    understood: new Map<string, DescribedFrame | UnderstoodFrame>([...Object.entries(ownUnderstood), ...understood]),
    pushed: new Map<string, PushedFrame>([...Object.entries(ownPushed), ...pushed]),
    push: pusherOf(apps),
  };
}
