import { useLayoutEffect } from "preact/hooks";
import { Refused } from "../client/problem.ts";
import { useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { BirthTimeField, GenderChoice, NameField } from "./about_fields.tsx";
import { birthIn, isBirthFixed } from "./birth.ts";
import { BirthFields } from "./birth_fields.tsx";
import type { Profile, ProfileChange } from "./contract.ts";
import { changesIn, isHalfRange } from "./said.ts";
import { t } from "./texts.ts";
import { WantedFields } from "./wanted_fields.tsx";

type Props = { mine: Profile; change(said: ProfileChange): Promise<void> };

const id = "me-form";

/** What one says of oneself, and whom one would like to meet. */
export function MeForm({ mine, change }: Props) {
  const acting = useActing();
  // what somebody is writing is not overwritten, unless it was changed elsewhere
  useLayoutEffect(() => document.forms.namedItem(id)?.reset(), [shownOf(mine)]);

  async function save(form: FormData): Promise<void> {
    if (isHalfRange(form)) throw halfRange();
    await change(changesIn(form, mine));
  }

  return (
    <Form id={id} class="card" acting={acting} submit={save}>
      <NameField acting={acting} taken={mine.name ?? ""} />
      <BirthFields
        birth={birthIn(mine)}
        isFixed={isBirthFixed(mine)}
        hint={t(isBirthFixed(mine) ? "birthFixed" : "birthHint")}
        acting={acting}
      />
      <BirthTimeField acting={acting} taken={mine.birth_time ?? ""} />
      <GenderChoice acting={acting} taken={mine.gender ?? ""} />
      <Field
        name="location"
        label={t("place")}
        hint={t("placeHint")}
        acting={acting}
        maxLength={255}
        autoComplete="address-level2"
        defaultValue={mine.location ?? ""}
      />
      <Field
        name="job"
        label={t("job")}
        acting={acting}
        maxLength={255}
        autoComplete="organization-title"
        defaultValue={mine.job ?? ""}
      />
      <Field name="bio" label={t("bio")} acting={acting}>
        {(described) => <textarea {...described} maxLength={2000} rows={4} defaultValue={mine.bio ?? ""} />}
      </Field>
      <WantedFields mine={mine} acting={acting} />
      <ProblemBanner of={acting} />
      <Button kind="primary" type="submit" busy={acting.busy.value}>{t("save")}</Button>
    </Form>
  );
}

/** What of a profile stands in the form. */
function shownOf({ profile_img_url: _, paused: __, pillars: ___, precision: ____, ...shown }: Profile): string {
  return JSON.stringify(shown);
}

/** What the server would say to half a range, which cannot be sent. */
const halfRange = () =>
  new Refused({
    code: "request.invalid",
    status: 422,
    detail: t("bothAges"),
    errors: [{ path: "age_range", message: t("bothAges") }],
  });
