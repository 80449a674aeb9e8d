import { useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { AgeField, GenderChoice } from "./profile_fields.tsx";
import { Form } from "../parts/form.tsx";
import { View } from "../parts/view.tsx";
import { type Calls, enter } from "./store.ts";
import { t } from "./words.ts";

type ProfileProps = {
  calls: Calls;
  minAge: number;
  /** The person does not want to say it now. */
  later: () => void;
};

/** Asks for the profile fields that calls show and that are still missing, and goes on with what needed them. */
export function ProfileView({ calls, minAge, later }: ProfileProps) {
  const acting = useActing();
  const missing = calls.missing.value ?? [];

  async function save(fields: FormData): Promise<void> {
    await calls.needs.session.ask("PUT /api/user/profile/", { body: fields });
    await enter(calls);
  }

  return (
    <View id="profile">
      <Form id="profile-form" class="card" acting={acting} submit={save}>
        <h1 id="profile-title" tabIndex={-1}>{t("profileTitle")}</h1>
        <p>{t("profileText")}</p>
        {missing.includes("username") && (
          <Field
            name="username"
            label={t("username")}
            hint={t("usernameHint")}
            acting={acting}
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            maxLength={50}
            required
          />
        )}
        {missing.includes("age") && <AgeField acting={acting} minAge={minAge} />}
        {missing.includes("gender") && <GenderChoice acting={acting} />}
        <ProblemBanner of={acting} />
        <Button kind="primary" type="submit" busy={acting.busy.value}>{t("profileSave")}</Button>
        <Button id="profile-later" kind="link" onClick={later}>{t("later")}</Button>
      </Form>
    </View>
  );
}
