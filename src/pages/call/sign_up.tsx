import { call } from "../client/rest.ts";
import type { Consent, Session } from "../client/session.ts";
import { Choice, Field } from "../parts/field.tsx";
import { SignView } from "../parts/sign_view.tsx";
import type { Acting } from "../parts/acting.ts";
import { t } from "./words.ts";

type SignUpProps = { session: Session; consents: readonly Consent[]; minAge: number; notice?: string };

/** Login and sign-up by a username. */
export function SignUpView({ session, consents, minAge, notice }: SignUpProps) {
  return (
    <SignView
      identity={{ name: "username", label: t("username"), hint: t("usernameHint"), maxLength: 50 }}
      tagline={t("tagline")}
      consents={consents}
      session={session}
      newFields={(acting) => <NewFields acting={acting} minAge={minAge} />}
      register={(fields) => register(fields, consents)}
      notice={notice}
    />
  );
}

function NewFields({ acting, minAge }: { acting: Acting; minAge: number }) {
  return (
    <>
      <Field
        name="age"
        label={t("age")}
        hint={t("ageHint", { minAge })}
        acting={acting}
        type="number"
        inputMode="numeric"
        min={minAge}
        max={130}
        required
      />
      <Choice
        name="gender"
        label={t("gender")}
        options={(["female", "male"] as const).map((value) => ({ value, text: t(value) }))}
        required
        acting={acting}
      />
      <Field
        name="profile_image"
        label={t("picture")}
        hint={t("pictureHint")}
        acting={acting}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/avif"
      />
    </>
  );
}

async function register(fields: FormData, consents: readonly Consent[]): Promise<void> {
  const picture = fields.get("profile_image");
  if (picture instanceof File && picture.size === 0) fields.delete("profile_image");
  fields.set("consents", JSON.stringify(consents));
  await call("POST /api/auth/signup/", { body: fields, once: true });
}
