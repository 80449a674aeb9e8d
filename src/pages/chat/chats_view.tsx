import { useEffect } from "preact/hooks";
import { Face } from "../parts/face.tsx";
import { Link } from "../parts/link.tsx";
import { View } from "../parts/view.tsx";
import type { SeenChat } from "./contract.ts";
import { shortTime } from "./days.ts";
import type { Chat } from "./flow.ts";
import type { Chats } from "./store.ts";
import { t } from "./texts.ts";
import type { ChatsOf, ChatWords } from "./words.ts";

/** All chats of an app: with whom, what was said last, and how much of it is unread. */
export function ChatsView({ chats, of }: { chats: Chats; of: ChatsOf }) {
  const words = of.words();
  const shown = chatsOf(chats, of);
  useFresh(chats);
  return (
    <View id="chats">
      <h1 id="chats-title" tabIndex={-1}>{words.title}</h1>
      {shown.length === 0 && <p id="chats-none" class="card">{words.none}</p>}
      <ul id="chats" class="list">
        {shown.map((chat) => (
          <li key={chat.chat_id} data-chat={chat.chat_id}>
            <ChatRow chat={chat} me={chats.me} href={`${of.base}/${chat.chat_id}`} words={words} />
          </li>
        ))}
      </ul>
    </View>
  );
}

/** No frame says that a chat has ended: the list is asked for again when it is shown. */
export function useFresh(chats: Chats): void {
  useEffect(() => void chats.load().catch(() => {}), []);
}

/** The chats of an app, newest activity first. */
export const chatsOf = ({ flow }: Chats, { origin }: ChatsOf): Chat[] =>
  flow.value.chats.filter((chat) => chat.origin.kind === origin);

function ChatRow({ chat, me, href, words }: { chat: Chat; me: number; href: string; words: ChatWords }) {
  const { partner, last_message, unread_count, closed } = chat;
  const name = partner.name ?? words.someone;
  return (
    <Link class="row" href={href}>
      <Face class="small-face" name={name} url={partner.profile_img_url} aria-hidden="true" />
      <span class="words">
        <strong class="one-line">{name}</strong>
        <span class="small preview">{closed ? t("ended") : preview(last_message, me, words)}</span>
      </span>
      <span class="side">
        <span class="small when">{last_message && shortTime(last_message.sent_at)}</span>
        {unread_count > 0 && (
          <b class="badge">
            <span aria-hidden="true">{countText(unread_count)}</span>
            <span class="unseen">{unreadText(unread_count)}</span>
          </b>
        )}
      </span>
    </Link>
  );
}

function preview(last: SeenChat["last_message"], me: number, { nothingSaid }: ChatWords): string {
  if (!last) return nothingSaid;
  const text = last.erased ? t("erased") : last.content;
  return last.sender_id === me ? t("mine", { text }) : text;
}

/** How many there are, as far as a badge has room for it. */
export const countText = (n: number): string => n > 99 ? "99+" : String(n);

/** The same in words. */
export const unreadText = (n: number): string => t("unreadOf", { n });
