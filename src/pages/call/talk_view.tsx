import { useEffect, useRef } from "preact/hooks";
import { serverNow } from "../client/clock.ts";
import { problemOf } from "../client/problem.ts";
import { useActing } from "../parts/acting.ts";
import { announce } from "../parts/announce.tsx";
import { Banner, ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Face } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { View } from "../parts/view.tsx";
import { clockText } from "../words/times.ts";
import { hangUpIcon, microphoneIcon, mutedIcon } from "./icons.ts";
import { meterOn } from "./meter.ts";
import type { NoMicrophone } from "./microphone.ts";
import { SafetyLink } from "./safety_link.tsx";
import { type Calls, hangUp } from "./store.ts";
import { type Gauge, saidOf } from "./talk.ts";
import { useTick } from "./tick.ts";
import { t } from "./words.ts";

/** The call: whom one talks to, for how long, how loud, and how it stands. */
export function TalkView({ calls }: { calls: Calls }) {
  const { flow: { value: flow }, talk: { state }, needs: { live } } = calls;
  const said = saidOf(state, flow, live.state.value === "connected");
  const connection = state.connection.value;
  const isJoined = connection !== "none";
  const name = flow.partner?.username ?? t("someone");
  return (
    <View id="call" class="stage">
      <h1 id="call-title" tabIndex={-1} class="name">
        {t(isJoined && connection !== "connected" ? "startingTitle" : "callTitle", { name })}
      </h1>
      <Banner kind="notice" id="call-held">{calls.isHeld.value && t("stillTalking")}</Banner>
      <div class="voice">
        <Face id="call-face" name={flow.partner?.username} url={flow.partner?.profile_image} />
      </div>
      <Duration startedAt={flow.startedAt} />
      <p id="call-state" role="status" class={said?.isGood ? "good" : undefined}>{said && t(said.key)}</p>
      {isJoined && (
        <dl class="meters">
          <Meter id="their-meter" label={t("theirVoice")} gauge={state.theirs} />
          <Meter id="my-meter" label={t("myVoice")} gauge={state.mine} />
        </dl>
      )}
      <Banner kind="problem">{failureText(state.failure.value)}</Banner>
      <Controls calls={calls} isJoined={isJoined} />
      <SafetyLink where={meetingOf(flow)} name={flow.partner?.username} />
    </View>
  );
}

function Controls({ calls: { talk, ...calls }, isJoined }: { calls: Calls; isJoined: boolean }) {
  const acting = useActing();
  const isMuted = talk.state.isMuted.value;
  const end = () => {
    announce(t("end"));
    return acting.during(() => hangUp({ ...calls, talk }));
  };
  return (
    <>
      <ProblemBanner of={acting} />
      {talk.state.isSilent.value && <Button id="hear" kind="primary" onClick={talk.hear}>{t("hear")}</Button>}
      {!isJoined && <Button id="join" kind="primary" onClick={talk.join}>{t("joinHere")}</Button>}
      <div class="two">
        <Button id="mute" kind="secondary" disabled={!isJoined} onClick={() => talk.mute(!isMuted)}>
          <Icon path={isMuted ? mutedIcon : microphoneIcon} />
          <span>{t(isMuted ? "unmute" : "mute")}</span>
        </Button>
        <Button id="end" kind="danger" busy={acting.busy.value} onClick={end}>
          <Icon path={hangUpIcon} class="filled" />
          <span>{t("end")}</span>
        </Button>
      </div>
    </>
  );
}

function Duration({ startedAt }: { startedAt: string | undefined }) {
  useTick(500);
  return (
    <p id="duration" class="duration" role="timer" aria-label={t("duration")}>
      {startedAt && clockText((serverNow() - Date.parse(startedAt)) / 1000)}
    </p>
  );
}

/** A level as a bar. */
function Meter({ id, label, gauge }: { id: string; label: string; gauge: Gauge }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (bar.current) gauge.show = meterOn(bar.current);
    return () => gauge.show = undefined;
  }, [gauge]);
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <div
          id={id}
          ref={bar}
          class="meter"
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={0}
        />
      </dd>
    </>
  );
}

const meetingOf = ({ callId, matchId = 0 }: { callId?: string; matchId?: number }) =>
  callId === undefined ? { match_id: matchId } : { call_id: Number(callId) };

/** Why the call could not be joined from here. */
function failureText(failure: unknown): string | undefined {
  if (failure === undefined) return undefined;
  if (isNoMicrophone(failure)) return t(failure);
  const problem = problemOf(failure);
  return problem?.code === "offline" ? t("offline") : problem?.detail ?? t("somethingWrong");
}

const isNoMicrophone = (failure: unknown): failure is NoMicrophone =>
  failure === "microphoneDenied" || failure === "microphoneInsecure";
