import { useSignal } from "@preact/signals";
import { useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Face } from "../parts/face.tsx";
import { language } from "../words/texts.ts";
import { timeText } from "../words/times.ts";
import { View } from "../parts/view.tsx";
import { Answers, CardButton, CardSafety } from "./answers.tsx";
import type { Introduction } from "./contract.ts";
import { chatWith, type SajuPage } from "./page.ts";
import { ScoreRing, scoreText } from "./score.tsx";
import { t } from "./texts.ts";
import { Why } from "./why.tsx";
import { WithdrawDialog } from "./withdraw_dialog.tsx";

/** Who asked, whom one asked, and what came of it. */
export function RequestsView({ page }: { page: SajuPage }) {
  const { introductions, waiting } = page.saju;
  const toWithdraw = useSignal<Introduction | undefined>(undefined);
  const others = introductions.value.filter((one) => !waiting.value.includes(one));
  return (
    <View id="requests">
      <h1 id="requests-title" tabIndex={-1}>{t("requestsTitle")}</h1>
      <h2>{t("received")}</h2>
      {waiting.value.length === 0 && <p id="received-none" class="card">{t("receivedNone")}</p>}
      <ul id="received" class="people">
        {waiting.value.map((said) => <ReceivedCard key={said.match_id} page={page} said={said} />)}
      </ul>
      <h2>{t("sent")}</h2>
      {others.length === 0 && <p id="sent-none" class="card">{t("sentNone")}</p>}
      <ul id="sent" class="list">
        {others.map((said) => (
          <PastRow
            key={said.match_id}
            page={page}
            said={said}
            withdraw={() => toWithdraw.value = said}
          />
        ))}
      </ul>
      <WithdrawDialog saju={page.saju} toWithdraw={toWithdraw} />
    </View>
  );
}

type Said = { page: SajuPage; said: Introduction };

function ReceivedCard({ page, said }: Said) {
  const { partner, compatibility_score, created_at } = said;
  const { name, profile_img_url } = partner;
  const acting = useActing();
  return (
    <li class="card person">
      <Face name={name} url={profile_img_url} aria-hidden="true" />
      <div class="about">
        <h3 class="name" title={name}>{name}</h3>
        <p class="small">{timeText(created_at)}</p>
      </div>
      <ScoreRing score={compatibility_score} />
      <Why key={language()} saju={page.saju} person={partner} failed={acting.fail} />
      <ProblemBanner of={acting} />
      <Answers page={page} said={said} acting={acting} />
      <CardSafety page={page} person={partner} />
    </li>
  );
}

function PastRow({ page, said, withdraw }: Said & { withdraw(): void }) {
  const { partner: { user_id, name, profile_img_url }, status, compatibility_score, created_at } = said;
  const chatId = chatWith(page, user_id);
  return (
    <li class="row">
      <Face class="small-face" name={name} url={profile_img_url} aria-hidden="true" />
      <div class="words">
        <strong class="one-line" title={name}>{name}</strong>
        <p class="small">{[t(status), scoreText(compatibility_score), timeText(created_at)].join(" · ")}</p>
      </div>
      {status === "matched" && chatId !== undefined && (
        <CardButton
          text="openChat"
          class="small"
          of={name}
          act={() => page.openChat(chatId)}
        />
      )}
      {status === "requested" && <CardButton text="withdraw" class="small" of={name} act={withdraw} />}
    </li>
  );
}
