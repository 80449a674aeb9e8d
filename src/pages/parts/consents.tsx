import { signal } from "@preact/signals";
import type { Consent } from "../client/session.ts";
import { t } from "../words/texts.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** A required box for each document that one must agree to. */
export function ConsentBoxes({ consents }: { consents: readonly Consent[] }) {
  return (
    <>
      {consents.map(({ kind, version }) => (
        <label key={kind} class="consent">
          <input type="checkbox" required />
          <span>{t("agree", { what: t(`agree_${kind}`), version })}</span>
        </label>
      ))}
    </>
  );
}

type Question = { consents: readonly Consent[]; answer: (isGiven: boolean) => void };

const question = signal<Question | undefined>();

/** Asks a logged-in person for the consents that are missing, and says whether they agree to all of them. */
export function askConsents(consents: readonly Consent[]): Promise<boolean> {
  return new Promise((answer) => question.value = { consents, answer });
}

function settle(isGiven: boolean): void {
  const asked = question.peek();
  question.value = undefined;
  asked?.answer(isGiven);
}

/** Where `askConsents` asks; once in a page. */
export function ConsentDialog() {
  const asked = question.value;
  return (
    <Dialog labelledBy="consent-title" isOpen={asked !== undefined} close={() => settle(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          settle(true);
        }}
      >
        <h2 id="consent-title" tabIndex={-1}>{t("consentTitle")}</h2>
        <div>{asked && <ConsentBoxes consents={asked.consents} />}</div>
        <Button kind="primary" type="submit">{t("agreeAndGoOn")}</Button>
        <Button kind="link" onClick={() => settle(false)}>{t("logOut")}</Button>
      </form>
    </Dialog>
  );
}
