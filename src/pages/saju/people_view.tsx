import { useEffect } from "preact/hooks";
import { type Acting, useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Face } from "../parts/face.tsx";
import { View } from "../parts/view.tsx";
import { language } from "../words/texts.ts";
import { Answers, CardButton, CardSafety } from "./answers.tsx";
import type { Person } from "./contract.ts";
import { chatWith, type SajuPage } from "./page.ts";
import { ScoreRing } from "./score.tsx";
import { t } from "./texts.ts";
import { Why } from "./why.tsx";

/** Whom one is introduced to today. */
export function PeopleView({ page }: { page: SajuPage }) {
  const { people, profile, loadPeople } = page.saju;
  const acting = useActing();
  useEffect(() => void acting.during(loadPeople), []);
  return (
    <View id="people">
      <h1 id="people-title" tabIndex={-1}>{t("peopleTitle")}</h1>
      <p class="small lead">{t("peopleText")}</p>
      <ProblemBanner of={acting} />
      {profile.value?.paused && <p id="people-paused" class="notice">{t("pausedText")}</p>}
      {people.value?.length === 0 && <p id="people-none" class="card">{t("peopleNone")}</p>}
      <ul id="people" class="people">
        {people.value?.map((person) => <PersonCard key={person.user_id} page={page} person={person} />)}
      </ul>
    </View>
  );
}

type CardProps = { page: SajuPage; person: Person };

function PersonCard({ page, person }: CardProps) {
  const { name, age, location, bio, profile_img_url, compatibility_score } = person;
  const acting = useActing();
  return (
    <li class="card person">
      <Face name={name} url={profile_img_url} aria-hidden="true" />
      <div class="about">
        <h2 class="name" title={name}>{name}</h2>
        <p>{t("yearsOld", { age })}</p>
        {location && <p class="small">{location}</p>}
      </div>
      <ScoreRing score={compatibility_score} />
      {bio && <p class="bio">{bio}</p>}
      <Why key={language()} saju={page.saju} person={person} failed={acting.fail} />
      <ProblemBanner of={acting} />
      <PersonActions page={page} person={person} acting={acting} />
      <CardSafety page={page} person={person} />
    </li>
  );
}

/** What can be said to somebody, as things stand between the two. */
function PersonActions({ page, person: { user_id, name }, acting }: CardProps & { acting: Acting }) {
  const said = page.saju.introductions.value.find(({ partner }) => partner.user_id === user_id);

  function openChat(): void {
    const chatId = chatWith(page, user_id);
    if (chatId !== undefined) page.openChat(chatId);
  }
  // they may have asked first
  const ask = () =>
    acting.during(async () => {
      const chatId = await page.saju.request(user_id);
      if (chatId !== undefined) page.openChat(chatId);
    });

  if (!said) return <CardButton text="ask" kind="primary" of={name} busy={acting.busy.value} act={ask} />;
  if (said.status === "matched") return <CardButton text="openChat" of={name} act={openChat} />;
  if (said.status !== "requested") return <p class="notice">{t(said.status)}</p>;
  if (said.requester_id !== user_id) return <p class="notice">{t("asked")}</p>;
  return (
    <div>
      <p class="notice">{t("theyAsked")}</p>
      <Answers page={page} said={said} acting={acting} />
    </div>
  );
}
