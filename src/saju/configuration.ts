import { whole } from "../configuration/config_values.ts";
import { about, appConfiguration } from "../configuration/rules.ts";

/** What it takes from the configuration. */
export const sajuConfiguration = appConfiguration({
  variables: {
    RECOMMENDATIONS_PER_DAY: about("How many people a day are recommended", whole(1, 1000).default(10)),
  },
  read: (v) => ({ recommendationsPerDay: v.RECOMMENDATIONS_PER_DAY }),
});

type SajuRules = ReturnType<typeof sajuConfiguration.read>;

declare module "../configuration/rules.ts" {
  interface Rules extends SajuRules {}
}
