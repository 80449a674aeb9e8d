import type { Signal } from "@preact/signals";
import { useActing } from "../parts/acting.ts";
import { toast } from "../parts/announce.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { Chats } from "./store.ts";
import { t } from "./texts.ts";

type Props = { chats: Chats; chatId: number; isOpen: Signal<boolean>; left(): void };

/** Asks whether one wants to leave a chat, which cannot be taken back. */
export function LeaveDialog({ chats, chatId, isOpen, left }: Props) {
  const leaving = useActing();
  const close = () => isOpen.value = false;

  const leave = () =>
    leaving.during(async () => {
      await chats.leave(chatId);
      close();
      left();
      toast(t("left"));
    });

  return (
    <Dialog id="leave" labelledBy="leave-title" isOpen={isOpen.value} close={close}>
      <h2 id="leave-title" tabIndex={-1}>{t("leaveTitle")}</h2>
      <p>{t("leaveText")}</p>
      <ProblemBanner of={leaving} />
      <Button id="leave-do" kind="danger" busy={leaving.busy.value} onClick={leave}>{t("leaveDo")}</Button>
      <Button id="leave-not" kind="link" onClick={close}>{t("stay")}</Button>
    </Dialog>
  );
}
