import { signal } from "@preact/signals";
import type { Input } from "../client/api.ts";
import type { Session } from "../client/session.ts";
import { shortName } from "../words/names.ts";
import { t } from "../words/texts.ts";
import { useActing } from "./acting.ts";
import { Banner, ProblemBanner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Form, textIn } from "./form.tsx";

type Report = Exclude<Input<"POST /api/reports">["body"], undefined | FormData>;
type Reason = Report["reason"];
const reasons: readonly Reason[] = ["harassment", "sexual", "fraud", "underage", "impersonation", "other"];

/** Where one met somebody: that names them. */
export type Meeting = { match_id: number } | { call_id: number } | { chat_id: number } | { user_id: number };

const asked = signal<{ where: Meeting; name: string | null | undefined } | undefined>();
const said = signal<string | undefined>();

/** Opens the dialog to report or block somebody. */
export function askSafety(where: Meeting, name: string | null | undefined): void {
  said.value = undefined;
  asked.value = { where, name };
}

/** Closes it, where it is open. */
export function closeSafety(): void {
  asked.value = undefined;
}

type SafetyDialogProps = {
  session: Session;
  /** What blocking means here. */
  text: string;
  /** Told once somebody is blocked. */
  onBlocked?: () => void;
};

/** Where `askSafety` asks; once in a page. */
export function SafetyDialog({ session, text, onBlocked }: SafetyDialogProps) {
  const blocking = useActing();
  const reporting = useActing();
  const where = asked.value?.where ?? {};

  async function block(): Promise<void> {
    const isBlocked = await blocking.during(() => session.ask("POST /api/blocks", { body: where, once: true }));
    if (!isBlocked) return;
    said.value = t("blocked");
    onBlocked?.();
  }

  async function report(fields: FormData, form: HTMLFormElement): Promise<void> {
    const comment = textIn(fields, "comment");
    const reason = reasons.find((one) => one === fields.get("reason")) ?? "other";
    const body = { reason, ...(comment ? { comment } : {}), ...where };
    await session.ask("POST /api/reports", { body, once: true });
    form.reset();
    said.value = t("reported");
  }

  return (
    <Dialog id="safety" labelledBy="safety-title" isOpen={asked.value !== undefined} close={closeSafety}>
      <h2 id="safety-title" tabIndex={-1}>
        {t("safetyTitle", { name: shortName(asked.value?.name ?? t("someone")) })}
      </h2>
      <ProblemBanner of={blocking} />
      <Banner kind="success" id="safety-said">{said}</Banner>
      <p class="small">{text}</p>
      <Button id="block" kind="danger" busy={blocking.busy.value} onClick={() => void block()}>{t("block")}</Button>
      <Form id="report-form" acting={reporting} submit={report}>
        <Field name="reason" label={t("reportReason")} acting={reporting}>
          {(described) => (
            <select {...described} required>
              {reasons.map((reason) => <option key={reason} value={reason}>{t(reason)}</option>)}
            </select>
          )}
        </Field>
        <Field name="comment" label={t("reportComment")} acting={reporting}>
          {(described) => <textarea {...described} maxLength={1000} rows={3} />}
        </Field>
        <ProblemBanner of={reporting} />
        <Button kind="secondary" type="submit" busy={reporting.busy.value}>{t("report")}</Button>
      </Form>
      <Button id="safety-close" kind="link" onClick={closeSafety}>{t("close")}</Button>
    </Dialog>
  );
}
