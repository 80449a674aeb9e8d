import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Acting, useActing } from "../parts/acting.ts";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Form, textIn } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { View } from "../parts/view.tsx";
import { clockText } from "../words/times.ts";
import type { EndReason } from "./flow.ts";
import { starIcon } from "./icons.ts";
import { SafetyLink } from "./safety_link.tsx";
import type { Calls } from "./store.ts";
import { t } from "./words.ts";

/** The call that is rated. */
type Rated = { name?: string | null; reason?: EndReason | "ended"; durationSec?: number | null };

type RateProps = {
  calls: Calls;
  callId: string;
  /** The stars are given, or are not to be given now. */
  done: (isRated: boolean) => void;
};

/** Stars and a word, after a call or from the history. */
export function RateView({ calls, callId, done }: RateProps) {
  const acting = useActing();
  const loading = useActing();
  const of = useRated(calls, callId, loading);

  async function rate(fields: FormData): Promise<void> {
    const rating = Number(fields.get("rating"));
    if (!rating) return acting.say(t("starsNeeded"));
    const comment = textIn(fields, "comment");
    await calls.needs.session.ask("POST /api/history/rate/", {
      body: { call_id: Number(callId), rating, ...(comment ? { comment } : {}) },
      once: true,
    });
    done(true);
  }

  return (
    <View id="rating">
      <Form id="rating-form" class="card" acting={acting} submit={rate}>
        <h1 id="rating-title" tabIndex={-1} class="name">{t("ratingTitle", { name: of?.name ?? t("someone") })}</h1>
        <p id="rating-about">{of && aboutText(of)}</p>
        <ProblemBanner of={loading} />
        <Stars />
        <ProblemBanner of={acting} />
        <Field name="comment" label={t("comment")} hint={t("commentHint")} acting={acting}>
          {(described) => <textarea {...described} maxLength={1000} rows={3} />}
        </Field>
        <Button kind="primary" type="submit" busy={acting.busy.value}>{t("rate")}</Button>
        <Button id="later" kind="secondary" onClick={() => done(false)}>{t("later")}</Button>
        <SafetyLink where={{ call_id: Number(callId) }} name={of?.name} />
      </Form>
    </View>
  );
}

function Stars() {
  return (
    <fieldset class="stars">
      <legend>{t("starsLabel")}</legend>
      <div id="stars">
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n}>
            <input type="radio" name="rating" value={n} aria-label={t("star", { n })} />
            <Icon path={starIcon} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function aboutText({ reason, durationSec }: Rated): string {
  const lasted = typeof durationSec === "number" ? t("lasted", { time: clockText(durationSec) }) : "";
  return [reason ? t(reason) : "", lasted].filter(Boolean).join(" ");
}

/** What is known of a call: of the last one from how it ended, of any other from the history. */
function useRated(calls: Calls, callId: string, loading: Acting): Rated | undefined {
  const found = useSignal<Rated | undefined>(undefined);
  const flow = calls.flow.value;
  const isLast = flow.callId === callId;
  useEffect(() => {
    if (!isLast) void loading.during(async () => found.value = await pastCall(calls, Number(callId)));
  }, [callId, isLast]);
  if (!isLast) return found.value;
  return { name: flow.partner?.username, reason: flow.endReason ?? "ended", durationSec: flow.durationSec };
}

/** A call that can still be rated is hardly ever older than a hundred others. */
async function pastCall({ needs: { session } }: Calls, callId: number): Promise<Rated> {
  const calls = await session.ask("GET /api/history/recent/", { query: { limit: 100 } });
  const call = calls.find(({ call_id }) => call_id === callId);
  return { name: call?.username, durationSec: call?.duration_sec };
}
