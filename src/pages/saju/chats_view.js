import { $, drawFace, make } from "../shared/page.js";
import { language, t } from "../shared/texts.js";
import { dayOf } from "./days.js";

/** All chats: with whom, what was said last, and how much of it is unread. */
export function chatsView({ current, openChat }) {
  function line({ chat_id, partner, last_message, unread_count, closed }) {
    const name = partner.name ?? t("someone");
    const face = make("div", { className: "face small-face", ariaHidden: "true" });
    drawFace(face, name, partner.profile_img_url);
    const when = make("span", { className: "small when", text: last_message ? shortTime(last_message.sent_at) : "" });
    const badge = make("b", { className: "badge", hidden: unread_count === 0 });
    badge.append(
      make("span", { ariaHidden: "true", text: countText(unread_count) }),
      make("span", {
        className: "unseen",
        text: t("unreadOf", { n: unread_count }),
      }),
    );
    const open = make(
      "button",
      { type: "button", className: "row" },
      face,
      make(
        "span",
        { className: "words" },
        make("strong", { text: name }),
        make("span", {
          className: "small preview",
          text: closed ? t("ended") : preview(last_message),
        }),
      ),
      make("span", { className: "side" }, when, badge),
    );
    open.addEventListener("click", () => openChat(chat_id));
    const li = make("li", {}, open);
    li.dataset.chat = chat_id;
    return li;
  }

  function preview(last) {
    if (!last) return t("nothingSaid");
    const text = last.erased ? t("erased") : last.content;
    return last.sender_id === current().me ? t("mine", { text }) : text;
  }

  let drawn = "";
  return {
    draw() {
      const { chats } = current();
      const seen = chats.map(({ heard: _, ...chat }) => chat);
      const now = JSON.stringify([language(), dayOf(new Date()), seen]);
      if (now === drawn) return;
      drawn = now;
      $("chats-none").hidden = chats.length > 0;
      const lines = chats.map(line);
      // a line that is put in again while somebody presses it never hears of the click
      if (isSame([...$("chats").children], lines)) return;
      const focused = document.activeElement?.closest("#chats li");
      const at = focused ? [...$("chats").children].indexOf(focused) : -1;
      $("chats").replaceChildren(...lines);
      $("chats").children[at]?.querySelector("button").focus();
    },
  };
}

const isSame = (shown, lines) =>
  shown.length === lines.length && lines.every((line, n) => line.outerHTML === shown[n].outerHTML);

/** How many there are, as far as a badge has room for it. */
export const countText = (n) => n > 99 ? "99+" : String(n);

/** The time for today, the day for before. */
function shortTime(instant) {
  const isToday = dayOf(instant) === dayOf(new Date());
  const how = isToday ? { timeStyle: "short" } : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(language(), how).format(new Date(instant));
}
