import type { Signal } from "@preact/signals";
import { useActing } from "../parts/acting.ts";
import { toast } from "../parts/announce.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { shortName } from "../words/names.ts";
import type { Introduction } from "./contract.ts";
import type { Saju } from "./store.ts";
import { t } from "./texts.ts";

type Props = {
  saju: Saju;
  /** The request about which it is asked; undefined while nothing is. */
  toWithdraw: Signal<Introduction | undefined>;
};

/** Asks whether one wants to take back a request, which is then not made again. */
export function WithdrawDialog({ saju, toWithdraw }: Props) {
  const acting = useActing();
  const said = toWithdraw.value;

  function close(): void {
    toWithdraw.value = undefined;
    acting.clear();
  }

  const withdraw = () =>
    acting.during(async () => {
      if (said) await saju.withdraw(said);
      close();
      toast(t("hasWithdrawn"));
    });

  return (
    <Dialog id="withdraw" labelledBy="withdraw-title" isOpen={said !== undefined} close={close}>
      <h2 id="withdraw-title" tabIndex={-1}>{t("withdrawTitle", { name: shortName(said?.partner.name ?? "") })}</h2>
      <p>{t("withdrawText")}</p>
      <ProblemBanner of={acting} />
      <Button id="withdraw-do" kind="danger" busy={acting.busy.value} onClick={withdraw}>{t("withdraw")}</Button>
      <Button id="withdraw-not" kind="link" onClick={close}>{t("withdrawNot")}</Button>
    </Dialog>
  );
}
