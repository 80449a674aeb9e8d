import { $, clearProblem, drawFace, during, make, showProblem } from "../shared/page.js";
import { t, timeText } from "../shared/texts.js";
import { button, scoreRing, scoreText, why } from "./person.js";

/** Yes and no to somebody's request. */
export function answers({ view, said, answer }) {
  const { name } = said.partner;
  const say = (decision) => (pressed) => during(pressed, view, () => answer(said, decision));
  return make(
    "div",
    { className: "two" },
    button("decline", { name, click: say("decline") }),
    button("accept", { className: "primary", name, click: say("accept") }),
  );
}

/** Who asked, whom one asked, and what came of it. */
export function requestsView({ session, current, answer, withdraw, openChatWith, askSafety }) {
  const view = $("view-requests");
  const dialog = $("withdraw");
  let drawn = "";
  let toWithdraw;

  function askWithdrawal(said) {
    toWithdraw = said;
    clearProblem(dialog);
    $("withdraw-title").textContent = t("withdrawTitle", said.partner);
    dialog.showModal();
    $("withdraw-title").focus();
  }

  $("withdraw-not").addEventListener("click", () => dialog.close());
  $("withdraw-do").addEventListener("click", () =>
    during($("withdraw-do"), dialog, async () => {
      await withdraw(toWithdraw);
      dialog.close();
    }));

  function received(said) {
    const { partner, compatibility_score, created_at } = said;
    const face = make("div", { className: "face", ariaHidden: "true" });
    drawFace(face, partner.name, partner.profile_img_url);
    return make(
      "li",
      { className: "card person" },
      face,
      make(
        "div",
        { className: "about" },
        make("h3", { text: partner.name }),
        make("p", { className: "small", text: timeText(created_at) }),
      ),
      scoreRing(compatibility_score),
      ...why({ session, person: partner, failed: (error) => showProblem(view, error) }),
      answers({ view, said, answer }),
      button("safety", {
        className: "link safety",

        name: partner.name,
        click: () => askSafety({ user_id: partner.user_id }, partner.name),
      }),
    );
  }

  function past(said) {
    const { partner, status, compatibility_score, created_at } = said;
    const about = [t(status), scoreText(compatibility_score), timeText(created_at)].join(" · ");
    const face = make("div", { className: "face small-face", ariaHidden: "true" });
    drawFace(face, partner.name, partner.profile_img_url);
    const line = make(
      "li",
      { className: "row" },
      face,
      make("div", {}, make("strong", { text: partner.name }), make("p", { className: "small", text: about })),
    );
    if (status === "matched" && current().chats.some((chat) => chat.partner.user_id === partner.user_id)) {
      const click = () => openChatWith(partner.user_id);
      line.append(button("openChat", { className: "secondary small", name: partner.name, click }));
    }
    if (status === "requested") {
      const click = () => askWithdrawal(said);
      line.append(button("withdraw", { className: "secondary small", name: partner.name, click }));
    }
    return line;
  }

  return {
    draw(language, waiting) {
      const { introductions, chats } = current();
      const now = JSON.stringify([language, introductions, chats.map(({ chat_id }) => chat_id)]);
      if (now === drawn) return;
      drawn = now;
      const others = introductions.filter((one) => !waiting.includes(one));
      $("received").replaceChildren(...waiting.map(received));
      $("received-none").hidden = waiting.length > 0;
      $("sent").replaceChildren(...others.map(past));
      $("sent-none").hidden = others.length > 0;
    },
  };
}
