import { useSignal } from "@preact/signals";
import type { Session } from "../client/session.ts";
import { useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { placeIcon } from "../parts/icons.ts";
import { t } from "./words.ts";

const kept = "inyeon.located";
const keptMs = 24 * 3600 * 1000;

const isKept = () => Date.now() - Number(sessionStorage.getItem(kept) ?? 0) < keptMs;

/** Tells the server roughly where one is, which a wanted distance needs. */
export function LocationPart({ session, isNeeded }: { session: Session; isNeeded: boolean }) {
  const acting = useActing();
  const isKnown = useSignal(isKept());

  async function tell(): Promise<void> {
    const position = await positionNow();
    if (!position) return acting.say(t("locationDenied"));
    const { latitude, longitude } = position.coords;
    await session.ask("PUT /api/match/location/", { body: { latitude, longitude } });
    sessionStorage.setItem(kept, String(Date.now()));
    isKnown.value = true;
  }

  return (
    <div class="place">
      <p>
        <Icon path={placeIcon} /> <strong>{t("location")}</strong>
      </p>
      <p class="small" id="location-why">{t("locationWhy")}</p>
      <Button
        id="locate"
        kind="secondary"
        aria-describedby="location-why"
        busy={acting.busy.value}
        onClick={() => acting.during(tell)}
      >
        {t(isKnown.value ? "locationAgain" : "locationAsk")}
      </Button>
      <ProblemBanner of={acting} />
      <p id="location-state" class="small" role="status">
        {isKnown.value ? t("locationKnown") : isNeeded && t("locationNeeded")}
      </p>
    </div>
  );
}

/** Where this device is; undefined where that is not told. */
function positionNow(): Promise<GeolocationPosition | undefined> {
  if (!navigator.geolocation) return Promise.resolve(undefined);
  const roughly = { enableHighAccuracy: false, timeout: 20_000, maximumAge: 3600_000 };
  return new Promise((found) => navigator.geolocation.getCurrentPosition(found, () => found(undefined), roughly));
}
