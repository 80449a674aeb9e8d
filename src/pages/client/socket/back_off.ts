const firstWaitMs = 500;
const longestWaitMs = { calm: 30_000, urgent: 2_000 };

/** When to come back: after a while that doubles and is partly random, so that a thousand clients do not come at once. */
export function openBackOff(again: () => void) {
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  return {
    later(isUrgent: boolean) {
      clearTimeout(retry);
      const wait = Math.min(longestWaitMs[isUrgent ? "urgent" : "calm"], firstWaitMs * 2 ** failures++);
      retry = setTimeout(again, wait * (0.5 + Math.random() / 2));
    },
    cancel: () => clearTimeout(retry),
    /** It went well: the next wait is short again. */
    reset: () => failures = 0,
  };
}
