import type { Acting } from "../parts/acting.ts";
import { Choice, Field } from "../parts/field.tsx";
import { t } from "./words.ts";

/** Asks how old somebody is. */
export function AgeField({ acting, minAge }: { acting: Acting; minAge: number }) {
  return (
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
  );
}

/** Asks for somebody's gender. */
export function GenderChoice({ acting }: { acting: Acting }) {
  return (
    <Choice
      name="gender"
      label={t("gender")}
      options={(["female", "male"] as const).map((value) => ({ value, text: t(value) }))}
      required
      acting={acting}
    />
  );
}
