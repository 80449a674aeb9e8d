import { useId } from "preact/hooks";
import type { Acting } from "../parts/acting.ts";
import { Field, useFieldOf, Wrong } from "../parts/field.tsx";
import type { Profile } from "./contract.ts";
import { wantedGenders } from "./said.ts";
import { t } from "./texts.ts";

type Props = { mine: Profile; acting: Acting };

/** Whom one would like to meet. */
export function WantedFields({ mine, acting }: Props) {
  const wordsFor = { female: t("female"), male: t("male"), other: t("otherGender"), all: t("all") };
  return (
    <>
      <h2>{t("wanted")}</h2>
      <Field name="preferred_gender" label={t("wantedGender")} acting={acting}>
        {(described) => (
          <select {...described}>
            <Option value="" text={t("wantedDefault")} taken={mine.preferred_gender} />
            {wantedGenders.map((value) => (
              <Option key={value} value={value} text={wordsFor[value]} taken={mine.preferred_gender} />
            ))}
          </select>
        )}
      </Field>
      <AgeRange mine={mine} acting={acting} />
    </>
  );
}

function Option({ value, text, taken }: { value: string; text: string; taken: string | null }) {
  // what `reset` goes back to; Preact's types do not know it
  const atFirst = { defaultSelected: value === (taken ?? "") };
  return <option value={value} {...atFirst}>{text}</option>;
}

function AgeRange({ mine, acting }: Props) {
  const id = useId();
  useFieldOf(acting, "age_range");
  useFieldOf(acting, "age_range.0");
  useFieldOf(acting, "age_range.1");
  const wrong = ["age_range", "age_range.0", "age_range.1"].map(acting.wrongWith).find((text) => text !== undefined);
  const age = { type: "number", inputMode: "numeric", min: 19, max: 99 } as const;
  const [min, max] = mine.age_range ?? ["", ""];
  const invalid = wrong ? "true" : undefined;
  return (
    <fieldset aria-describedby={wrong ? `${id}-hint ${id}-wrong` : `${id}-hint`}>
      <legend>{t("ageRange")}</legend>
      <div class="range">
        <input {...age} name="age_min" aria-label={t("ageFrom")} aria-invalid={invalid} defaultValue={min} />
        <span aria-hidden="true">–</span>
        <input {...age} name="age_max" aria-label={t("ageTo")} aria-invalid={invalid} defaultValue={max} />
      </div>
      <small id={`${id}-hint`}>{t("anyAge")}</small>
      <Wrong id={`${id}-wrong`} text={wrong} />
    </fieldset>
  );
}
