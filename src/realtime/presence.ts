import { z } from "zod";
import type { Bus } from "./bus.ts";

/** Who has a socket, on this process or another. */
export type Presence = {
  /** Someone's first socket here opened, or their last one closed. */
  set(userId: number, here: boolean): void;
  /** Whether another process has a socket of this person. */
  isElsewhere(userId: number): boolean;
  /** Takes what another process published; false where it is about something else. */
  take(from: string, message: unknown): boolean;
  close(): void;
};

const news = z.object({
  presence: z.enum(["news", "everybody", "who", "gone"]),
  on: z.array(z.int()).default([]),
  off: z.array(z.int()).default([]),
});

const gatherMs = 20;
const aliveEveryMs = 5_000;
/** A process that is not heard of for so long is gone, and its sockets with it. */
const goneAfterMs = 15_000;

/** @param changed called when someone's presence on another process changes */
export function openPresence(bus: Pick<Bus, "publish">, changed: (userId: number) => void): Presence {
  const here = new Set<number>();
  const elsewhere = new Map<string, { users: Set<number>; heardAt: number }>();
  /** What changed here and is not told yet: the last word counts. */
  const untold = new Map<number, boolean>();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    gathering = undefined;
    const some = [...untold];
    untold.clear();
    const those = (isHere: boolean) => some.filter(([, is]) => is === isHere).map(([userId]) => userId);
    bus.publish({ presence: "news", on: those(true), off: those(false) });
  }

  function forget(process: string): void {
    const users = elsewhere.get(process)?.users ?? [];
    elsewhere.delete(process);
    users.forEach(changed);
  }

  // an empty message says that one is alive
  const beating = setInterval(() => {
    bus.publish({ presence: "news" });
    const now = performance.now();
    for (const [process, { heardAt }] of elsewhere) if (now - heardAt > goneAfterMs) forget(process);
  }, aliveEveryMs);
  bus.publish({ presence: "who" });

  return {
    set(userId, isHere) {
      if (isHere) here.add(userId);
      else here.delete(userId);
      untold.set(userId, isHere);
      gathering ??= setTimeout(tell, gatherMs);
    },
    isElsewhere: (userId) => elsewhere.values().some(({ users }) => users.has(userId)),
    take(from, message) {
      const said = news.safeParse(message).data;
      if (!said) return false;
      if (said.presence === "gone") return forget(from), true;
      if (said.presence === "who" || !elsewhere.has(from)) {
        bus.publish({ presence: "everybody", on: [...here] });
        if (said.presence !== "who" && said.presence !== "everybody") bus.publish({ presence: "who" });
      }
      const before = said.presence === "everybody" ? undefined : elsewhere.get(from);
      elsewhere.set(from, { users: joined(before?.users, said), heardAt: performance.now() });
      said.on.concat(said.off).forEach(changed);
      return true;
    },
    close() {
      clearInterval(beating);
      clearTimeout(gathering);
      bus.publish({ presence: "gone" });
    },
  };
}

/** Who is there after some news; the set that was there before is changed. */
function joined(users: Set<number> = new Set(), { on, off }: z.output<typeof news>): Set<number> {
  for (const userId of on) users.add(userId);
  for (const userId of off) users.delete(userId);
  return users;
}
