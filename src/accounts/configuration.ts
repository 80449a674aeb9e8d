import { z } from "zod";
import { split, whole } from "../configuration/config_values.ts";
import { about, appConfiguration } from "../configuration/rules.ts";

/** A version of the terms or another document to agree to. */
const version = z.string().regex(
  /^[\w.-]{1,40}$/,
  "must be 1 to 40 letters, digits, dots, hyphens or underscores",
);

const signUpsMessage = "must be two whole numbers above 0 like 100,300: how many at once, and how many an hour";

/** `100,300`: how many at once, and how many an hour. */
const signUps = z.string().regex(/^[1-9]\d{0,8}\s*,\s*[1-9]\d{0,8}$/, signUpsMessage).transform((text) => {
  const [atOnce, anHour] = split(text).map(Number);
  return { atOnce, anHour };
});

/** What it takes from the configuration. */
export const accountConfiguration = appConfiguration({
  variables: {
    MIN_AGE: about("The youngest age that may use it", whole(0, 150).default(19)),
    TERMS_VERSION: about(
      "The version of the terms that people must agree to; a new one asks everybody again",
      version.optional(),
    ),
    PRIVACY_VERSION: about("The same for the privacy policy", version.optional()),
    LOCATION_VERSION: about("The same for the use of location", version.optional()),
    SIGNUPS_PER_ADDRESS: about(
      "How many accounts one address may make: at once, and an hour",
      signUps.prefault("100,300"),
    ),
  },
  read: (v) => ({
    minAge: v.MIN_AGE,
    /** Versions that people must agree to, by kind. Changing one asks everybody again. */
    consents: {
      ...(v.TERMS_VERSION ? { terms: v.TERMS_VERSION } : {}),
      ...(v.PRIVACY_VERSION ? { privacy: v.PRIVACY_VERSION } : {}),
      ...(v.LOCATION_VERSION ? { location: v.LOCATION_VERSION } : {}),
    },
    /** How many accounts may be made from one address. */
    signUpsPerAddress: v.SIGNUPS_PER_ADDRESS,
  }),
});

type AccountRules = ReturnType<typeof accountConfiguration.read>;

declare module "../configuration/rules.ts" {
  interface Rules extends AccountRules {}
}
