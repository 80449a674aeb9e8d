import type { Acting } from "../parts/acting.ts";
import { Choice, Field } from "../parts/field.tsx";
import { t } from "./texts.ts";

/* Fields that both the form to register and the profile have. */

type Props = { acting: Acting; taken?: string };

export function NameField({ acting, taken }: Props) {
  return (
    <Field
      name="name"
      label={t("name")}
      hint={t("nameHint")}
      acting={acting}
      autoComplete="nickname"
      required
      maxLength={100}
      defaultValue={taken}
    />
  );
}

export function BirthTimeField({ acting, taken }: Props) {
  return (
    <Field
      name="birth_time"
      type="time"
      label={t("birth_time")}
      hint={t("birthTimeHint")}
      acting={acting}
      defaultValue={taken}
    />
  );
}

export function GenderChoice({ acting, taken }: Props) {
  return (
    <Choice
      name="gender"
      label={t("gender")}
      required
      acting={acting}
      taken={taken}
      options={[
        { value: "female", text: t("female") },
        { value: "male", text: t("male") },
        { value: "other", text: t("otherGender") },
      ]}
    />
  );
}
