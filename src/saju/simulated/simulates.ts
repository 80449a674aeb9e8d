import type { Simulates, Teller } from "../../app/simulates.ts";
import { type Dater, lookAtSelf, makeDater, registerAs, rewrite } from "./dater.ts";
import { overstep } from "./introducing.ts";
import { lookAround, lookAtRequests } from "./looking.ts";

/** People say who they are, look at the people of the day, ask some, and answer those who ask them. */
export const simulates: Simulates = {
  opens: () => ({ daters: [] }),
  life(person, who) {
    const dater = makeDater(person, who);
    const dating = (act: (dater: Dater) => Promise<void>) => () => {
      person.doing = "dating";
      return act(dater);
    };
    return {
      async arrives() {
        person.world.daters.push(dater);
        await registerAs(dater);
      },
      acts: [
        { likelihood: 1, act: dating(lookAround) },
        { likelihood: 2, act: dating(lookAtRequests) },
        { likelihood: 0.05, act: () => lookAtSelf(dater) },
        { likelihood: 0.05, act: () => rewrite(dater) },
        { likelihood: 0.05, act: () => overstep(dater) },
      ],
      async leaves() {
        await lookAtSelf(dater);
        await lookAtRequests(dater);
      },
    };
  },
  tells,
};

function tells(): Teller {
  const counts = {
    IntroductionRequested: 0,
    IntroductionAccepted: 0,
    IntroductionDeclined: 0,
    IntroductionWithdrawn: 0,
    RecommendationsDrawn: 0,
    RecommendationsAdded: 0,
  };
  return {
    see({ type }) {
      if (type in counts) counts[type as keyof typeof counts]++;
    },
    says: () => ({
      lists: `${counts.RecommendationsDrawn} of a day, ${counts.RecommendationsAdded} times longer`,
      dates: `${counts.IntroductionRequested} asked: ${counts.IntroductionAccepted} accepted, ` +
        `${counts.IntroductionDeclined} declined, ${counts.IntroductionWithdrawn} withdrawn`,
    }),
  };
}
