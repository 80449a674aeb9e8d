import { $, announce, drawFace, during } from "../shared/page.js";
import { serverNow } from "../shared/rest.js";
import { clockText, t } from "../shared/texts.js";

/** When those who do not see the countdown are told of it. */
const toldAt = [10, 5, 3];

/** The wait for an offer, and the offer with its countdown. */
export function offerViews({ rules, current, decide, leave, askSafety }) {
  const offer = $("view-offer");
  const waiting = $("view-waiting");
  let waitingSince;
  let drawnFor;
  let toldLast;

  function drawWaiting({ notice }) {
    waitingSince ??= Date.now();
    $("waiting-notice").textContent = notice ? t(notice) : "";
    tick();
  }

  function drawOffer({ matchId, partner, accepted }) {
    waitingSince = undefined;
    if (drawnFor !== matchId) {
      drawnFor = matchId;
      toldLast = undefined;
      navigator.vibrate?.(200);
    }
    const name = partner?.username ?? t("someone");
    drawFace($("offer-face"), partner?.username, partner?.profile_image);
    $("offer-name").textContent = name;
    $("offer-about").textContent = [partner?.gender && t(partner.gender), partner?.age && t("years", partner)]
      .filter(Boolean).join(" · ");
    $("offer-stars").textContent = partner?.rating ? t("stars", partner) : t("noStars");
    $("offer-said").textContent = accepted ? t("accepted") : "";
    $("accept").disabled = $("decline").disabled = accepted === true;
    tick();
  }

  /** What changes by itself, between two drawings. */
  function tick() {
    const { phase, expiresAt, showTimeSec = rules.show_time_sec } = current();
    if (phase === "waiting" && waitingSince !== undefined) {
      $("waited").textContent = t("waited", { time: clockText((Date.now() - waitingSince) / 1000) });
    }
    if (phase !== "offer") return;
    const leftSec = Math.max(0, (Date.parse(expiresAt) - serverNow()) / 1000);
    const seconds = Math.min(showTimeSec, Math.ceil(leftSec));
    $("seconds-left").textContent = t("secondsLeft", { seconds });
    $("countdown-ring").style.strokeDashoffset = String(100 - 100 * Math.min(1, leftSec / showTimeSec));
    const due = toldAt.find((sec) => sec === seconds);
    if (due === undefined || due === toldLast) return;
    toldLast = due;
    announce(t("secondsLeft", { seconds }));
  }
  setInterval(tick, 250);

  $("accept").addEventListener("click", () => during($("accept"), offer, () => decide("accept")));
  $("decline").addEventListener("click", () => during($("decline"), offer, () => decide("reject")));
  $("leave").addEventListener("click", () => during($("leave"), waiting, leave));
  offer.querySelector(".safety").addEventListener("click", () => {
    const { matchId, partner } = current();
    askSafety({ match_id: matchId }, partner?.username);
  });

  return {
    drawWaiting,
    drawOffer,
    forget: () => waitingSince = undefined,
  };
}
