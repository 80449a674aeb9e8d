import { useRef } from "preact/hooks";
import { shortName } from "../words/names.ts";
import { dayOf } from "./days.ts";
import { chatOf } from "./flow.ts";
import { linesOf } from "./lines.ts";
import { LineView } from "./lines_view.tsx";
import { useLooking, useReading } from "./reading.ts";
import { useScrolling } from "./scrolling.ts";
import type { Chats } from "./store.ts";
import { t } from "./texts.ts";

type Props = {
  chats: Chats;
  chatId: number;
  /** The other's name. */
  name: string;
  nothingSaid: string;
  /** Whether the end is shown; true takes one there with the next drawing. */
  isAtEnd: { current: boolean };
  gone(): void;
  failed(error: unknown): void;
};

/** What was said in a chat and what is on its way, the newest at the end. */
export function RoomView({ chats, chatId, name, nothingSaid, isAtEnd, gone, failed }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { rooms, reads, typing } = chats.flow.value;
  const room = rooms[chatId];
  const isClosed = chatOf(chats.flow.value, chatId)?.closed ?? false;
  const lines = linesOf({
    me: chats.me,
    messages: room?.messages ?? [],
    outgoing: chats.outbox.of(chatId),
    readId: reads[chatId],
    dayOf,
  });
  const { loadMore, see, hasNewer } = useReading({ chats, chatId, gone, failed });
  const { toEnd, scrolled } = useScrolling({
    scroller,
    isAtEnd,
    moved() {
      loadMore(scroller.current?.scrollTop ?? 0);
      see(isAtEnd.current);
    },
  });
  useLooking(() => see(isAtEnd.current));

  function toNewest(): void {
    toEnd();
    scroller.current?.focus();
  }

  return (
    <>
      <div id="scroller" ref={scroller} role="log" tabIndex={0} aria-label={t("messages")} onScroll={scrolled}>
        {!isClosed && room?.isLoaded && lines.length === 0 && <p id="chat-empty" class="small center">{nothingSaid}</p>}
        <ol id="lines">
          {lines.map((line) => <LineView key={line.key} line={line} isClosed={isClosed} unsent={chats.outbox} />)}
        </ol>
        <p id="typing" class="small">{typing[chatId] && !isClosed ? t("isTyping", { name: shortName(name) }) : ""}</p>
      </div>
      {hasNewer.value && (
        <button id="to-newest" class="chip" type="button" onClick={toNewest}>{t("newMessage")} ↓</button>
      )}
    </>
  );
}
