import { z } from "zod";
import { command } from "../deciding/command.ts";
import { consentList, consentsGiven, missingConsents, refuseWithout } from "./consents.ts";
import { consentsHeld } from "./state.ts";

/** Agrees to versions that the configuration names. Repeating it changes nothing; an older version is refused. */
export const giveConsents = command({
  name: "giveConsents",
  app: "accounts",
  whileSuspended: true,

  input: z.object({ consents: consentList }),

  reads: (_input, { me }) => ({ held: consentsHeld(me) }),

  decide: ({ held }, { consents: given }, { me, now, rules: { consents: named } }) => {
    const isOutdated = given.some(({ kind, version }) => named[kind] !== undefined && named[kind] !== version);
    if (isOutdated) return refuseWithout(missingConsents(named, held));
    const missing = missingConsents(named, held);
    const news = given.filter(({ kind }) => missing.some((one) => one.kind === kind));
    return consentsGiven(me, { named, given: news, now });
  },

  answer: () => ({}),
});
