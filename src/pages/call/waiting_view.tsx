import { clockText } from "../words/times.ts";
import { useActing } from "../parts/acting.ts";
import { Banner, ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { callIcon } from "../parts/icons.ts";
import { View } from "../parts/view.tsx";
import { type Calls, leave } from "./store.ts";
import { useTick } from "./tick.ts";
import { t } from "./words.ts";

/** The wait for an offer. */
export function WaitingView({ calls }: { calls: Calls }) {
  const acting = useActing();
  useTick(250);
  const { notice } = calls.flow.value;
  const waitedSec = (Date.now() - (calls.waitingSince.value ?? Date.now())) / 1000;
  return (
    <View id="waiting" class="stage">
      <div class="ripples" aria-hidden="true">
        <i />
        <i />
        <i />
        <Icon path={callIcon} />
      </div>
      <h1 id="waiting-title" tabIndex={-1}>{t("waitingTitle")}</h1>
      <p>{t("waitingText")}</p>
      <Banner kind="notice" id="waiting-notice">{notice && t(notice)}</Banner>
      <p id="waited" class="small" role="timer">{t("waited", { time: clockText(waitedSec) })}</p>
      <ProblemBanner of={acting} />
      <Button
        id="leave"
        kind="secondary"
        busy={acting.busy.value}
        onClick={() => acting.during(() => leave(calls))}
      >
        {t("leave")}
      </Button>
    </View>
  );
}
