import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Consent, Session } from "../client/session.ts";
import { t } from "../words/texts.ts";
import { type Acting, useActing } from "./acting.ts";
import { Banner, ProblemBanner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { ConsentBoxes } from "./consents.tsx";
import { Field } from "./field.tsx";
import { Form, textIn } from "./form.tsx";
import { View } from "./view.tsx";

type SignViewProps = {
  /** The field by which an account is known, beside the password: its name, its label, its attributes. */
  identity: { name: string; label: string; hint?: string; maxLength: number; inputMode?: "email" };
  tagline: string;
  consents: readonly Consent[];
  session: Session;
  /** What else those who are new tell of themselves. */
  newFields: (acting: Acting) => ComponentChildren;
  /** Makes the account. */
  register: (fields: FormData) => Promise<unknown>;
  /** What to tell people who come here: that they are logged out, or that their session has ended. */
  notice?: string;
};

/** Sign-up and login: one form, with more fields for new people. Both end logged in. */
export function SignView(props: SignViewProps) {
  const { identity, tagline, consents, session, newFields, register, notice } = props;
  const acting = useActing();
  const isNew = useSignal(false);
  const name = useRef<HTMLDivElement>(null);
  const title = t(isNew.value ? "signUp" : "logIn");

  async function submit(fields: FormData): Promise<void> {
    if (isNew.peek()) {
      await register(fields);
      isNew.value = false;
    }
    const password = fields.get("password");
    await session.logIn({ username: textIn(fields, identity.name), password: String(password) });
  }

  function change(): void {
    isNew.value = !isNew.value;
    acting.clear();
    name.current?.querySelector("input")?.focus();
  }

  return (
    <View id="sign">
      <p class="tagline">{tagline}</p>
      <Form id="sign-form" class="card" acting={acting} submit={submit}>
        <h1 id="sign-title" tabIndex={-1}>{title}</h1>
        <div ref={name}>
          <Field
            {...identity}
            hint={isNew.value && identity.hint}
            acting={acting}
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
            required
          />
        </div>
        <Field
          name="password"
          type="password"
          label={t("password")}
          hint={isNew.value && t("passwordHint")}
          acting={acting}
          autoComplete={isNew.value ? "new-password" : "current-password"}
          minLength={isNew.value ? 8 : 1}
          maxLength={1000}
          required
        />
        {isNew.value && newFields(acting)}
        {isNew.value && <ConsentBoxes consents={consents} />}
        {notice && <Banner kind="notice">{notice}</Banner>}
        <ProblemBanner of={acting} />
        <Button id="sign-do" kind="primary" type="submit" busy={acting.busy.value}>{title}</Button>
        <Button id="sign-other" kind="link" onClick={change}>{t(isNew.value ? "toLogIn" : "toSignUp")}</Button>
      </Form>
    </View>
  );
}
