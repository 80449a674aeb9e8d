import { useEffect, useMemo } from "preact/hooks";
import type { Session } from "../client/session.ts";
import { useActing } from "../parts/acting.ts";
import { announce, toast } from "../parts/announce.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Blocks, openBlocks } from "../parts/blocks.tsx";
import { Button } from "../parts/button.tsx";
import { View } from "../parts/view.tsx";
import type { Profile } from "./contract.ts";
import { MeForm } from "./me_form.tsx";
import { PicturePart } from "./picture_part.tsx";
import { Pillars, pillarsIn } from "./pillars.tsx";
import type { Saju } from "./store.ts";
import { t } from "./texts.ts";

type Props = {
  saju: Saju;
  mine: Profile;
  session: Session;
  /** A profile that said too little is complete now. */
  completed(): void;
  /** Called after somebody was unblocked. */
  unblocked(): void;
};

/** One's own profile; also what asks for it, where it is not there yet. */
export function MeView({ saju, mine, session, completed, unblocked }: Props) {
  const isComplete = saju.isComplete.value;
  const blocks = useMemo(() => openBlocks(session), []);
  useEffect(() => void blocks.open(), []);
  return (
    <View id="me">
      <h1 id="me-title" tabIndex={-1}>{t(isComplete ? "meTitle" : "setupTitle")}</h1>
      {!isComplete && <p id="setup-text">{t("setupText")}</p>}
      {isComplete && <PicturePart saju={saju} mine={mine} session={session} />}
      {isComplete && mine.pillars && (
        <div id="my-pillars-part" class="card">
          <h2>{t("myPillars")}</h2>
          <div id="my-pillars">
            <Pillars pillars={pillarsIn(mine)} />
          </div>
        </div>
      )}
      {isComplete && <PausePart saju={saju} mine={mine} />}
      <MeForm
        mine={mine}
        change={async (said) => {
          await saju.change(said);
          if (!isComplete && saju.isComplete.peek()) completed();
          toast(t("saved"));
        }}
      />
      <Blocks session={session} of={blocks} unblocked={unblocked} />
    </View>
  );
}

/** Whether one is introduced to others. */
function PausePart({ saju, mine: { paused } }: { saju: Saju; mine: Profile }) {
  const acting = useActing();

  const change = () =>
    acting.during(async () => {
      await saju.change({ paused: !paused });
      announce(t("saved"));
    });

  return (
    <div id="pause-part" class="card">
      <h2>{t("pauseTitle")}</h2>
      <p id="pause-text">{t(paused ? "pausedText" : "pauseOff")}</p>
      <ProblemBanner of={acting} />
      <Button id="pause" kind="secondary" busy={acting.busy.value} onClick={change}>
        {t(paused ? "unpause" : "pause")}
      </Button>
    </div>
  );
}
