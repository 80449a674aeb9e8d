import { $, clearProblem, drawFace, during, showProblem } from "../shared/page.js";
import { t } from "../shared/texts.js";
import { dayOf } from "./days.js";
import { chatOf } from "./flow.js";
import { linesOf } from "./lines.js";
import { linesView } from "./lines_view.js";

const pageSize = 40;
/** So far from its end a chat still counts as read to the end, in pixels. */
const nearPx = 60;
const typingAgainMs = 3_000;
const typingOverMs = 5_000;

/** One chat: what was said, what is on its way, and a field to say more. */
export function chatView({ session, live, current, outbox, loaded, read, ended, leave, back, askSafety }) {
  const view = $("view-chat");
  const scroller = $("scroller");
  const list = $("lines");
  const form = $("write-form");
  const field = form.content;
  /** The chat that is shown, and whether its end is. */
  let shown, isAtEnd;
  let isLoading = false;
  /** Up to which message it was said that one has read. */
  let marked;
  /** Unsent drafts of other chats. */
  const drafts = new Map();
  let typedAt = 0;
  let typingOver;
  const lines = linesView({ list, scroller, again: outbox.again, drop: outbox.drop });

  async function load(before) {
    if (isLoading) return;
    isLoading = true;
    const chatId = shown;
    try {
      const more = before === undefined ? "" : `&before=${before}`;
      const page = await session.ask("GET", `/api/chats/${chatId}/messages?limit=${pageSize}${more}`);
      outbox.seen(page);
      isLoading = false;
      loaded(chatId, { page, size: pageSize, isOlder: before !== undefined });
    } catch (error) {
      isLoading = false;
      if (error.code === "chat.unknown") return back();
      // without a network it comes with the next drawing, once there is one
      if (error.code !== "offline") showProblem(view, error);
    }
  }

  function loadMore() {
    const room = current().rooms[shown];
    if (!room?.isLoaded || room.isWhole || room.messages.length === 0) return;
    if (scroller.scrollTop < 300) void load(room.messages[0].message_id);
  }

  function open(chatId) {
    if (shown !== undefined) drafts.set(shown, field.value);
    stopTyping();
    shown = chatId;
    isAtEnd = true;
    marked = undefined;
    lines.clear();
    field.value = drafts.get(chatId) ?? "";
    $("to-newest").hidden = true;
  }

  function draw(chatId) {
    if (chatId !== shown) open(chatId);
    const flow = current();
    const chat = chatOf(flow, chatId);
    const room = flow.rooms[chatId];
    const name = chat?.partner.name ?? t("someone");
    $("chat-title").textContent = name;
    drawFace($("chat-face"), name, chat?.partner.profile_img_url);
    const { me, reads } = flow;
    const said = { me, messages: room?.messages ?? [], outgoing: outbox.of(chatId), readId: reads[chatId], dayOf };
    const isClosed = chat?.closed ?? false;
    lines.draw(linesOf(said), isClosed);
    $("chat-empty").hidden = isClosed || !room?.isLoaded || list.childElementCount > 0;
    $("typing").textContent = flow.typing[chatId] && !isClosed ? t("isTyping", { name }) : "";
    field.placeholder = t("writeHere");
    $("chat-closed").hidden = !isClosed;
    form.hidden = isClosed;
    if (isAtEnd) toEnd();
    if (room && !room.isLoaded) void load();
    else loadMore();
    see();
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    $("to-newest").hidden = true;
  }

  /** What is shown at the end, to someone who looks, is read. */
  function see() {
    const { me, rooms } = current();
    const room = rooms[shown];
    if (view.hidden || document.visibilityState !== "visible" || !room?.isLoaded) return;
    const last = room.messages.findLast(({ sender_id }) => sender_id !== me);
    const chat = chatOf(current(), shown);
    if (!last || !chat || chat.unread_count === 0) return;
    if (!isAtEnd) return void ($("to-newest").hidden = false);
    if (marked === last.message_id) return;
    marked = last.message_id;
    const chatId = shown;
    live.ask("markRead", { chat_id: chatId, message_id: last.message_id }).then(
      // a frame says so too, unless it was read elsewhere before
      ({ unread_count }) => marked === last.message_id && read(chatId, unread_count),
      // said again with the next drawing
      () => marked = marked === last.message_id ? undefined : marked,
    );
  }

  function stopTyping() {
    clearTimeout(typingOver);
    if (typedAt !== 0 && shown !== undefined) live.tell("typing", { chat_id: shown, typing: false });
    typedAt = 0;
  }

  function write() {
    const content = field.value.trim();
    if (content === "") return;
    clearProblem(view);
    field.value = "";
    drafts.delete(shown);
    stopTyping();
    isAtEnd = true;
    outbox.write(shown, content);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
    field.focus();
  });
  field.addEventListener("input", () => {
    if (field.value.trim() === "") return stopTyping();
    clearTimeout(typingOver);
    typingOver = setTimeout(stopTyping, typingOverMs);
    if (Date.now() - typedAt < typingAgainMs) return;
    typedAt = Date.now();
    live.tell("typing", { chat_id: shown, typing: true });
  });
  field.addEventListener("keydown", (event) => {
    // on a telephone Enter begins a line; a syllable that is being put together is not finished
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    write();
  });
  scroller.addEventListener("scroll", () => {
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    if (isAtEnd) $("to-newest").hidden = true;
    loadMore();
    see();
  });
  // the keyboard of a telephone takes half of it
  new ResizeObserver(() => isAtEnd && toEnd()).observe(scroller);
  document.addEventListener("visibilitychange", see);
  $("to-newest").addEventListener("click", () => {
    toEnd();
    scroller.focus();
  });
  $("chat-back").addEventListener("click", back);
  $("chat-safety").addEventListener("click", () => {
    askSafety({ chat_id: shown }, chatOf(current(), shown)?.partner.name);
  });
  const dialog = $("leave");
  $("chat-leave").addEventListener("click", () => {
    clearProblem(dialog);
    dialog.showModal();
    $("leave-title").focus();
  });
  $("leave-not").addEventListener("click", () => dialog.close());
  $("leave-do").addEventListener("click", () =>
    during($("leave-do"), dialog, async () => {
      await leave(shown);
      drafts.delete(shown);
      dialog.close();
    }));

  return {
    draw,
    /** Another view is shown. */
    hidden: () => {
      if (shown === undefined) return;
      open(undefined);
      dialog.close();
    },
    /** The server took something of a chat no more. */
    refused(chatId, error) {
      if (error.code === "chat.closed") ended(chatId);
      else if (chatId === shown) showProblem(view, error);
    },
    forget: () => drafts.clear(),
  };
}
