import type { Consent } from "../client/session.ts";
import { call } from "../client/rest.ts";
import type { Acting } from "../parts/acting.ts";
import { textIn } from "../parts/form.tsx";
import { BirthTimeField, GenderChoice, NameField } from "./about_fields.tsx";
import { birthOf, noBirth, toldBirth } from "./birth.ts";
import { BirthFields } from "./birth_fields.tsx";
import { genderOf } from "./said.ts";
import { t } from "./texts.ts";

/** What somebody who is new says of themselves, besides their e-mail address and password. */
export function NewFields({ acting, minAge }: { acting: Acting; minAge: number }) {
  return (
    <>
      <NameField acting={acting} />
      <BirthFields birth={noBirth} hint={`${t("ageHint", { minAge })} ${t("birthHint")}`} acting={acting} />
      <BirthTimeField acting={acting} />
      <GenderChoice acting={acting} />
    </>
  );
}

/** Makes an account of what the form says. */
export async function register(form: FormData, consents: Consent[]): Promise<void> {
  const birth_time = textIn(form, "birth_time");
  await call("POST /api/users/register", {
    body: {
      email: textIn(form, "email"),
      password: String(form.get("password")),
      name: textIn(form, "name"),
      ...toldBirth(birthOf(form)),
      ...(birth_time ? { birth_time } : {}),
      gender: genderOf(form),
      consents,
    },
    once: true,
  });
}
