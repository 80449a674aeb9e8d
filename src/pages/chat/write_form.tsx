import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import type { Chats } from "./store.ts";
import { t } from "./texts.ts";

const sendIcon = "M12 20V5M5.500 11.500L12 5l6.500 6.500";
const typingAgainMs = 3_000;
const typingOverMs = 5_000;

type Props = {
  chats: Chats;
  chatId: number;
  written(): void;
};

/** The field to say something in a chat. What is not sent yet stays for when its chat is opened again. */
export function WriteForm({ chats, chatId, written }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(chats, chatId);

  useEffect(() => {
    const written = field.current;
    return () => {
      if (written) chats.drafts.set(chatId, written.value);
    };
  }, []);

  function write(event: Event): void {
    event.preventDefault();
    if (!field.current) return;
    const content = field.current.value.trim();
    field.current.focus();
    if (content === "") return;
    field.current.value = "";
    typing.stop();
    written();
    chats.outbox.write(chatId, content);
  }

  function pressed(event: KeyboardEvent): void {
    // on a telephone Enter begins a line; a syllable that is being put together is not finished
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    write(event);
  }

  return (
    <form id="write-form" onSubmit={write}>
      <textarea
        ref={field}
        name="content"
        rows={1}
        maxLength={2000}
        aria-label={t("message")}
        placeholder={t("writeHere")}
        enterkeyhint="send"
        defaultValue={chats.drafts.get(chatId) ?? ""}
        onInput={({ currentTarget }) => typing.typed(currentTarget.value)}
        onKeyDown={pressed}
      />
      <button class="primary" type="submit" aria-label={t("send")}>
        <Icon path={sendIcon} />
      </button>
    </form>
  );
}

/** Tells the other, while one writes, that one does. */
function useTyping(chats: Chats, chatId: number) {
  const typedAt = useRef(0);
  const over = useRef<ReturnType<typeof setTimeout>>();

  function stop(): void {
    clearTimeout(over.current);
    if (typedAt.current !== 0) chats.typing(chatId, false);
    typedAt.current = 0;
  }

  function typed(text: string): void {
    if (text.trim() === "") return stop();
    clearTimeout(over.current);
    over.current = setTimeout(stop, typingOverMs);
    if (Date.now() - typedAt.current < typingAgainMs) return;
    typedAt.current = Date.now();
    chats.typing(chatId, true);
  }

  useEffect(() => stop, []);
  return { typed, stop };
}
