import { $, clearProblem, drawFace, during, make, showProblem } from "../shared/page.js";
import { t } from "../shared/texts.js";
import { button, scoreRing, why } from "./person.js";
import { answers } from "./requests_view.js";

/** Whom one is introduced to today. */
export function peopleView({ session, current, ask, answer, openChatWith, askSafety }) {
  const view = $("view-people");
  /** @type {any[] | undefined} */
  let people;
  let drawn = "";

  function card(person) {
    const { user_id, name, age, location, bio, profile_img_url, compatibility_score } = person;
    const face = make("div", { className: "face", ariaHidden: "true" });
    drawFace(face, name, profile_img_url);
    const place = make("p", { className: "small", text: location ?? "" });
    return make(
      "li",
      { className: "card person" },
      face,
      make(
        "div",
        { className: "about" },
        make("h2", { text: name }),
        make("p", { text: t("yearsOld", { age }) }),
        place,
      ),
      scoreRing(compatibility_score),
      ...bio ? [make("p", { className: "bio", text: bio })] : [],
      ...why({ session, person, failed: (error) => showProblem(view, error) }),
      actions(person),
      button("safety", {
        className: "link safety",

        name,
        click: () => askSafety({ user_id }, name),
      }),
    );
  }

  function actions(person) {
    const { user_id, name } = person;
    const said = current().introductions.find(({ partner }) => partner.user_id === user_id);
    if (!said) {
      const click = (pressed) => during(pressed, view, () => ask(person));
      return button("ask", { className: "primary", name, click });
    }
    if (said.status === "matched") {
      return button("openChat", { name, click: () => openChatWith(user_id) });
    }
    if (said.status !== "requested") return make("p", { className: "notice", text: t(said.status) });
    return said.requester_id === user_id
      ? make("div", {}, make("p", { className: "notice", text: t("theyAsked") }), answers({ view, said, answer }))
      : make("p", { className: "notice", text: t("asked") });
  }

  return {
    draw(language) {
      $("people-none").hidden = people === undefined || people.length > 0;
      const now = JSON.stringify([language, people, current().introductions]);
      // an explanation that is open stays so
      if (now === drawn) return;
      drawn = now;
      $("people").replaceChildren(...(people ?? []).map(card));
    },
    async load() {
      clearProblem(view);
      people = await session.ask("GET", "/api/matches/recommendations");
    },
    forget: () => people = undefined,
  };
}
