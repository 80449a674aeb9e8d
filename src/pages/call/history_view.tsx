import { useEffect } from "preact/hooks";
import { Blocks } from "../parts/blocks.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { PagedList } from "../parts/paged.tsx";
import { View } from "../parts/view.tsx";
import { clockText, timeText } from "../words/times.ts";
import type { PastCall } from "./contract.ts";
import { SafetyLink } from "./safety_link.tsx";
import type { Calls } from "./store.ts";
import { t } from "./words.ts";

const rateWithinMs = 7 * 24 * 3600 * 1000;

type HistoryProps = { calls: Calls; rate: (callId: number) => void };

/** The calls there were, with a way to rate them later, and the people one has blocked. */
export function HistoryView({ calls: { history, blocks, needs }, rate }: HistoryProps) {
  useEffect(() => {
    void history.open();
    void blocks.open();
  }, []);
  return (
    <View id="history">
      <h1 id="history-title" tabIndex={-1}>{t("historyTitle")}</h1>
      <ProblemBanner of={history.acting} />
      <PagedList
        id="history"
        of={history}
        none={t("historyNone")}
        line={(call) => <Line key={call.call_id} call={call} rate={rate} />}
      />
      <Blocks session={needs.session} of={blocks} />
    </View>
  );
}

function Line({ call, rate }: { call: PastCall; rate: (callId: number) => void }) {
  const { call_id, username, call_time, ended_at, duration_sec, rated } = call;
  const lasted = ended_at === null ? t("running") : clockText(duration_sec ?? 0);
  const about = [timeText(call_time), lasted, ...(rated ? [t("isRated")] : [])].join(" · ");
  const isOpen = ended_at !== null && !rated && Date.now() - Date.parse(ended_at) < rateWithinMs;
  return (
    <li>
      <div>
        <strong class="name">{username}</strong>
        <p class="small">{about}</p>
      </div>
      <p class="actions">
        {isOpen && (
          <Button
            kind="secondary"
            class="small"
            aria-label={`${t("rateShort")}: ${username}, ${timeText(call_time)}`}
            onClick={() => rate(call_id)}
          >
            {t("rateShort")}
          </Button>
        )}
        <SafetyLink where={{ call_id }} name={username} isNamed />
      </p>
    </li>
  );
}
