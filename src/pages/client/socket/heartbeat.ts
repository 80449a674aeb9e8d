const heardWithinMs = 5_000;

/** Finds out whether the way to the server is dead: says `ping` now and then, and `dead` if nothing comes after one. */
export function openHeartbeat({ ping, dead }: { ping: () => void; dead: () => void }) {
  let everyMs = { calm: 25_000, urgent: 5_000 };
  let isUrgent = false;
  let heardAt = 0;
  let beat: ReturnType<typeof setTimeout> | undefined;
  let answerBy: ReturnType<typeof setTimeout> | undefined;

  /** Asks now. */
  function check(): void {
    const sentAt = Date.now();
    ping();
    clearTimeout(answerBy);
    answerBy = setTimeout(() => {
      if (heardAt < sentAt) dead();
    }, heardWithinMs);
  }

  function keepBeating(): void {
    clearTimeout(beat);
    beat = setTimeout(() => {
      check();
      keepBeating();
    }, everyMs[isUrgent ? "urgent" : "calm"]);
  }

  return {
    check,
    isUrgent: () => isUrgent,
    /** Something came. */
    heard: () => heardAt = Date.now(),
    begin() {
      heardAt = Date.now();
      keepBeating();
    },
    /** As often as the server wishes. */
    beatAs({ heartbeat_sec, heartbeat_in_call_sec }: { heartbeat_sec: number; heartbeat_in_call_sec: number }) {
      everyMs = { calm: 1000 * heartbeat_sec, urgent: 1000 * heartbeat_in_call_sec };
      keepBeating();
    },
    /** More often, in a call; says whether that is a change. */
    urgent(is: boolean): boolean {
      if (is === isUrgent) return false;
      isUrgent = is;
      return true;
    },
    stop() {
      clearTimeout(beat);
      clearTimeout(answerBy);
    },
  };
}
