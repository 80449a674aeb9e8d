import { useEffect } from "preact/hooks";
import { serverNow } from "../client/clock.ts";
import { useActing } from "../parts/acting.ts";
import { announce } from "../parts/announce.tsx";
import { Banner, ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Face } from "../parts/face.tsx";
import { View } from "../parts/view.tsx";
import type { Flow } from "./flow.ts";
import { SafetyLink } from "./safety_link.tsx";
import { type Calls, decide } from "./store.ts";
import { useTick } from "./tick.ts";
import { t } from "./words.ts";

/** When those who do not see the countdown are told of it. */
const toldAt = [10, 5, 3];

/** Somebody who may be talked to, for as long as the countdown runs. */
export function OfferView({ calls, showTimeSec }: { calls: Calls; showTimeSec: number }) {
  const acting = useActing();
  const { matchId = 0, partner, accepted } = calls.flow.value;
  const answer = (decision: "accept" | "reject") => acting.during(() => decide(calls, decision));
  useEffect(() => void navigator.vibrate?.(200), [matchId]);
  return (
    <View id="offer" class="stage">
      <h1 id="offer-title" tabIndex={-1}>{t("offerTitle")}</h1>
      <Banner kind="notice">{calls.isHeld.value && t("answerFirst")}</Banner>
      <Countdown flow={calls.flow.value} showTimeSec={showTimeSec} />
      <p id="offer-said" role="status">{accepted && t("accepted")}</p>
      <ProblemBanner of={acting} />
      <div class="two">
        <Button id="decline" kind="secondary" disabled={accepted} onClick={() => answer("reject")}>
          {t("decline")}
        </Button>
        <Button id="accept" kind="primary" disabled={accepted} onClick={() => answer("accept")}>
          {t("accept")}
        </Button>
      </div>
      <SafetyLink where={{ match_id: matchId }} name={partner?.username} />
    </View>
  );
}

/** The person, in the ring of the time that is left. */
function Countdown({ flow, showTimeSec }: { flow: Flow; showTimeSec: number }) {
  useTick(250);
  const { partner, expiresAt = "" } = flow;
  const wholeSec = flow.showTimeSec ?? showTimeSec;
  const leftSec = Math.max(0, (Date.parse(expiresAt) - serverNow()) / 1000 || 0);
  const seconds = Math.min(wholeSec, Math.ceil(leftSec));
  const left = t("secondsLeft", { seconds });
  useEffect(() => {
    if (toldAt.includes(seconds)) announce(left);
  }, [seconds]);
  const about = [partner?.gender && genderText(partner.gender), partner?.age && t("years", { age: partner.age })];
  return (
    <>
      <div class="countdown">
        <svg viewBox="0 0 120 120" aria-hidden="true">
          <circle cx="60" cy="60" r="56" />
          <circle
            id="countdown-ring"
            cx="60"
            cy="60"
            r="56"
            pathLength={100}
            style={{ strokeDashoffset: 100 - 100 * Math.min(1, leftSec / wholeSec) }}
          />
        </svg>
        <Face id="offer-face" name={partner?.username} url={partner?.profile_image} />
      </div>
      <p class="who">
        <strong id="offer-name" class="name">{partner?.username ?? t("someone")}</strong>{" "}
        <span id="offer-about">{about.filter(Boolean).join(" · ")}</span>
      </p>
      <p id="offer-stars" class="small">
        {partner?.rating ? t("stars", { rating: partner.rating }) : t("noStars")}
      </p>
      <p id="seconds-left" role="timer">{left}</p>
    </>
  );
}

const genderText = (gender: string): string => gender === "female" || gender === "male" ? t(gender) : gender;
