import { call } from "../client/rest.ts";
import { Choice, Field } from "../parts/field.tsx";
import { SignView } from "../parts/sign_view.tsx";
import { rulesOf } from "./rules.ts";
import { session } from "./session.ts";
import type { shellRules } from "./shell.ts";
import { t } from "./texts.ts";

const { min_age, consents } = rulesOf<typeof shellRules>();

/** Login and sign-up for all apps; each asks later for what it alone needs. */
export function AccountView() {
  async function register(fields: FormData): Promise<void> {
    fields.set("consents", JSON.stringify(consents));
    await call("POST /api/auth/signup/", { body: fields, once: true });
  }

  return (
    <SignView
      session={session}
      consents={consents}
      tagline={t("signTagline")}
      identity={{ name: "username", label: t("identity"), hint: t("identityHint"), maxLength: 254 }}
      register={register}
      newFields={(acting) => (
        <>
          <Field
            name="age"
            type="number"
            inputMode="numeric"
            label={t("age")}
            hint={t("ageHint", { minAge: min_age })}
            min={min_age}
            max={130}
            acting={acting}
            required
          />
          <Choice
            name="gender"
            label={t("gender")}
            options={[{ value: "female", text: t("female") }, { value: "male", text: t("male") }]}
            acting={acting}
            required
          />
        </>
      )}
    />
  );
}
