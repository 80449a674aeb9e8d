import { useEffect } from "preact/hooks";
import { useActing } from "../parts/acting.ts";
import { toast } from "../parts/announce.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Form, textIn } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { PagedList } from "../parts/paged.tsx";
import { View } from "../parts/view.tsx";
import { timeText } from "../words/times.ts";
import type { LedgerEntry } from "./contract.ts";
import { gemIcon } from "./icons.ts";
import { labelOf } from "./ledger_labels.ts";
import type { Calls } from "./store.ts";
import { t } from "./words.ts";

/** What one has, and where it came from and went. */
export function GemsView({ calls, takesTestPayments }: { calls: Calls; takesTestPayments: boolean }) {
  const { ledger, flow } = calls;
  useEffect(() => void ledger.open(), []);
  return (
    <View id="gems">
      <h1 id="gems-title" tabIndex={-1}>{t("gemsTitle")}</h1>
      <p class="card balance">
        <span>{t("balance")}</span>{" "}
        <strong>
          <Icon path={gemIcon} /> <span id="balance">{t("gems", { n: flow.value.balance })}</span>
        </strong>
      </p>
      {takesTestPayments && <TestPayment calls={calls} />}
      <h2>{t("ledger")}</h2>
      <ProblemBanner of={ledger.acting} />
      <PagedList
        id="ledger"
        of={ledger}
        none={t("ledgerNone")}
        line={(entry) => <Line key={entry.id} {...entry} />}
      />
    </View>
  );
}

/** Redeems a payment of a server that tries things out; elsewhere a shop's own window gives the token. */
function TestPayment({ calls: { ledger, needs: { session } } }: { calls: Calls }) {
  const acting = useActing();

  async function redeem(fields: FormData, form: HTMLFormElement): Promise<void> {
    const { gems_added } = await session.ask("POST /api/gem/charge/", {
      body: { payment_token: textIn(fields, "payment_token") },
      once: true,
    });
    form.reset();
    toast(t("charged", { n: gems_added }));
    await ledger.open();
  }

  return (
    <Form id="charge-form" class="card" acting={acting} submit={redeem}>
      <h2>{t("chargeTitle")}</h2>
      <Field name="payment_token" label={t("paymentToken")} hint={t("paymentHint")} acting={acting}>
        {(described) => <textarea {...described} rows={2} required spellcheck={false} autoComplete="off" />}
      </Field>
      <ProblemBanner of={acting} />
      <Button kind="secondary" type="submit" busy={acting.busy.value}>{t("chargeDo")}</Button>
    </Form>
  );
}

function Line({ amount, reason, created_at }: LedgerEntry) {
  return (
    <li>
      <div>
        <strong>{labelOf(reason)}</strong>
        <p class="small">{timeText(created_at)}</p>
      </div>
      <span class={amount > 0 ? "sum plus" : "sum"}>{`${amount > 0 ? "+" : "−"}${Math.abs(amount)}`}</span>
    </li>
  );
}
