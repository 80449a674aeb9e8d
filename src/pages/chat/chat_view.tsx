import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Acting, useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Face } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { backIcon, leaveIcon, shieldIcon } from "../parts/icons.ts";
import { Link } from "../parts/link.tsx";
import { View } from "../parts/view.tsx";
import { useFresh } from "./chats_view.tsx";
import { chatOf, type Partner } from "./flow.ts";
import { LeaveDialog } from "./leave_dialog.tsx";
import { RoomView } from "./room_view.tsx";
import type { Chats } from "./store.ts";
import { t } from "./texts.ts";
import type { ChatsOf } from "./words.ts";
import { WriteForm } from "./write_form.tsx";

type Props = {
  chats: Chats;
  of: ChatsOf;
  chatId: number;
  /** Goes to the list: the chat does not exist, or is gone. */
  back(): void;
  askSafety(where: { chat_id: number }, name: string): void;
};

/** One chat: what was said, what is on its way, and a field to say more. Give it the key of its chat. */
export function ChatView({ chats, of, chatId, back, askSafety }: Props) {
  const words = of.words();
  const chat = chatOf(chats.flow.value, chatId);
  const name = chat?.partner.name ?? words.someone;
  const acting = useActing();
  const isAtEnd = useRef(true);
  const isLeaving = useSignal(false);
  useFresh(chats);
  useRefusals(chats, chatId, acting);

  function written(): void {
    isAtEnd.current = true;
    acting.clear();
  }

  return (
    <View id="chat">
      <ChatBar
        list={of.base}
        partner={{ ...chat?.partner, name }}
        safety={() => askSafety({ chat_id: chatId }, name)}
        leave={() => isLeaving.value = true}
      />
      <RoomView
        chats={chats}
        chatId={chatId}
        name={name}
        nothingSaid={words.nothingSaid}
        isAtEnd={isAtEnd}
        gone={back}
        failed={acting.fail}
      />
      <ProblemBanner of={acting} />
      {chat?.closed
        ? <p id="chat-closed" class="notice">{t("closed")}</p>
        : <WriteForm chats={chats} chatId={chatId} written={written} />}
      <LeaveDialog chats={chats} chatId={chatId} isOpen={isLeaving} left={back} />
    </View>
  );
}

type BarProps = { list: string; partner: Partial<Partner> & { name: string }; safety(): void; leave(): void };

/** With whom one talks, the way back, and what can be done about it. */
function ChatBar({ list, partner: { name, profile_img_url }, safety, leave }: BarProps) {
  return (
    <div class="chat-bar">
      <Link id="chat-back" class="plain" href={list} aria-label={t("backToChats")}>
        <Icon path={backIcon} />
      </Link>
      <Face id="chat-face" class="small-face" name={name} url={profile_img_url} aria-hidden="true" />
      <h1 id="chat-title" tabIndex={-1}>{name}</h1>
      <button id="chat-safety" class="plain" type="button" aria-label={t("safety")} onClick={safety}>
        <Icon path={shieldIcon} />
      </button>
      <button id="chat-leave" class="plain" type="button" aria-label={t("leaveChat")} onClick={leave}>
        <Icon path={leaveIcon} />
      </button>
    </div>
  );
}

/** Shows what the server said to a message that it did not take. */
function useRefusals({ problem }: Chats, chatId: number, acting: Acting): void {
  const refused = problem.value?.chatId === chatId ? problem.value : undefined;
  useEffect(() => {
    if (!refused) return;
    acting.fail(refused.error);
    problem.value = undefined;
  }, [refused]);
}
