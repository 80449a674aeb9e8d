import { call } from "../client/rest.ts";
import type { Consent, Session } from "../client/session.ts";
import { Field } from "../parts/field.tsx";
import { AgeField, GenderChoice } from "./profile_fields.tsx";
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
      <AgeField acting={acting} minAge={minAge} />
      <GenderChoice acting={acting} />
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
