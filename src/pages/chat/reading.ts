import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { isRefusedAs } from "../client/problem.ts";
import { chatOf } from "./flow.ts";
import type { Chats } from "./store.ts";

/** So near to the top the messages before are read, in pixels. */
const topPx = 300;

type Options = {
  chats: Chats;
  chatId: number;
  /** There is no such chat. */
  gone(): void;
  failed(error: unknown): void;
};

/** Loads the messages of the chat that is shown, and says which of them were read. */
export function useReading({ chats, chatId, gone, failed }: Options) {
  const isLoading = useRef(false);
  /** Up to which message it was said that one has read. */
  const marked = useRef<number>();
  /** Whether something came below what is shown. */
  const hasNewer = useSignal(false);

  async function load(before?: number): Promise<void> {
    if (isLoading.current) return;
    isLoading.current = true;
    const loaded = chats.loadPage(chatId, before);
    await loaded.catch((error) => {
      if (isRefusedAs(error, "chat.unknown")) gone();
      // without a network it comes with the next drawing, once there is one
      else if (!isRefusedAs(error, "offline")) failed(error);
    });
    isLoading.current = false;
  }

  /** What is not there yet is loaded: the room itself, and what was said before it, once somebody scrolls up. */
  function loadMore(scrollTop: number): void {
    const room = chats.flow.peek().rooms[chatId];
    if (!room) return chats.openRoom(chatId);
    if (!room.isLoaded) return void load();
    if (!room.isWhole && room.messages.length > 0 && scrollTop < topPx) void load(room.messages[0].message_id);
  }

  /** What is shown at the end, to someone who looks, is read. */
  function see(isAtEnd: boolean): void {
    const { rooms } = chats.flow.peek();
    if (isAtEnd) hasNewer.value = false;
    if (document.visibilityState !== "visible" || !rooms[chatId]?.isLoaded) return;
    const last = rooms[chatId].messages.findLast(({ sender_id }) => sender_id !== chats.me);
    if (!last || !chatOf(chats.flow.peek(), chatId)?.unread_count) return;
    if (!isAtEnd) return void (hasNewer.value = true);
    if (marked.current !== last.message_id) mark(last.message_id);
  }

  function mark(messageId: number): void {
    marked.current = messageId;
    chats.read(chatId, messageId).then(
      // a frame says so too, unless it was read elsewhere before
      (unread) => marked.current === messageId && chats.unread(chatId, unread),
      // said again with the next drawing
      () => marked.current === messageId && (marked.current = undefined),
    );
  }

  return { loadMore, see, hasNewer };
}

/** Calls once somebody looks again at the page. */
export function useLooking(look: () => void): void {
  const newest = useRef(look);
  newest.current = look;
  useEffect(() => {
    const looked = () => newest.current();
    document.addEventListener("visibilitychange", looked);
    return () => document.removeEventListener("visibilitychange", looked);
  }, []);
}
