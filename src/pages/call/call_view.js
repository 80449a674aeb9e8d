import { measure } from "./meter.js";
import { microphone } from "./microphone.js";
import { openPeer } from "./peer.js";
import { $, announce, clearProblem, drawFace, during, sayProblem, showProblem } from "../shared/page.js";
import { serverNow } from "../shared/rest.js";
import { clockText, t } from "../shared/texts.js";

/**
 * The call: begun as soon as both said yes, in the screen where that was said, or, after a reload, where it was. Another
 * screen of the same person may take it over.
 */
export function callView({ socket, current, claim, askSafety }) {
  const view = $("view-call");
  const sound = $("their-sound");
  /** What belongs to the call this screen takes part in. */
  let joined;
  /** The match whose call could not be joined from here: it is not tried again before somebody asks for it. */
  let failedMatchId;
  let isConnected = true;

  async function join({ matchId }) {
    const mine = joined = { matchId, state: "connecting", isMuted: false, isOtherMuted: false, ends: [] };
    clearProblem(view);
    draw();
    const heard = await microphone();
    if (typeof heard === "string") return fail(mine, () => sayProblem(view, t(heard)));
    try {
      const { call_session_id, ice_servers: iceServers } = await socket.ask("call.start", { match_id: matchId });
      if (mine !== joined) return heard.getTracks().forEach((track) => track.stop());
      talk(mine, call_session_id, iceServers, heard);
    } catch (error) {
      heard.getTracks().forEach((track) => track.stop());
      fail(mine, () => showProblem(view, error));
    }
  }

  function fail(mine, say) {
    if (mine !== joined) return;
    failedMatchId = mine.matchId;
    leave();
    say();
    draw();
  }

  function talk(mine, callId, iceServers, heard) {
    const context = new AudioContext();
    mine.context = context;
    mine.callId = callId;
    mine.peer = openPeer({
      iceServers,
      microphone: heard,
      isMuted: mine.isMuted,
      send: (signal) => socket.tell("call.signal", { call_session_id: callId, signal }),
      onSound(stream) {
        sound.srcObject = stream;
        // some browsers want a touch first
        sound.play().then(() => $("hear").hidden = true, () => $("hear").hidden = false);
        mine.endTheirs?.();
        mine.endTheirs = measure(context, stream, meter($("their-meter")));
      },
      onState(state) {
        mine.state = { connected: "connected", disconnected: "lost", failed: "lost" }[state] ?? mine.state;
        draw();
      },
      onMuted(isMuted) {
        mine.isOtherMuted = isMuted;
        draw();
      },
      onReplaced: () => claim(false),
    });
    const endMine = measure(context, heard, meter($("my-meter")));
    mine.end = () => {
      endMine();
      mine.endTheirs?.();
      mine.peer.close();
      sound.srcObject = null;
      void context.close();
    };
    mine.peer.greet();
  }

  function leave() {
    joined?.end?.();
    joined = undefined;
    $("hear").hidden = true;
  }

  /** Takes part in the call that is shown, if it is this screen's, and in no other. */
  function follow(flow) {
    const isCall = flow.phase === "starting" || flow.phase === "call";
    const isHere = isCall && flow.accepted === true;
    if (joined && (!isHere || joined.matchId !== flow.matchId)) leave();
    if (isHere && !joined && failedMatchId !== flow.matchId) void join(flow);
  }

  function draw() {
    const flow = current();
    const name = flow.partner?.username ?? t("someone");
    const isTalking = joined?.state === "connected";
    drawFace($("call-face"), flow.partner?.username, flow.partner?.profile_image);
    $("call-title").textContent = t(isTalking || !joined ? "callTitle" : "startingTitle", { name });
    view.querySelector(".meters").hidden = !joined;
    $("call-state").textContent = stateText(flow);
    $("call-state").classList.toggle(
      "good",
      isTalking && isConnected && flow.isPartnerHere !== false && !joined.isMuted,
    );
    const isMuted = joined?.isMuted ?? false;
    $("mute").disabled = !joined;
    $("mute").querySelector("span").textContent = t(isMuted ? "unmute" : "mute");
    $("mute").querySelector("use").setAttribute("href", isMuted ? "#i-muted" : "#i-mic");
    $("join").hidden = joined !== undefined;
    tick();
  }

  function stateText({ matchId, isPartnerHere }) {
    if (!joined) return failedMatchId === matchId ? "" : t("elsewhere");
    if (!isConnected) return t("lost");
    if (isPartnerHere === false) return t("partnerAway");
    if (joined.state === "connected" && joined.isMuted) return t("iMuted");
    if (joined.state === "connected" && joined.isOtherMuted) return t("partnerMuted");
    return t(joined.state);
  }

  function tick() {
    const { startedAt } = current();
    $("duration").textContent = startedAt ? clockText((serverNow() - Date.parse(startedAt)) / 1000) : "";
  }
  setInterval(tick, 500);

  $("join").addEventListener("click", () => {
    failedMatchId = undefined;
    claim(true);
  });
  $("hear").addEventListener("click", () => {
    void joined?.context?.resume();
    void sound.play();
    $("hear").hidden = true;
  });
  $("mute").addEventListener("click", () => {
    joined.isMuted = !joined.isMuted;
    joined.peer?.mute(joined.isMuted);
    draw();
  });
  $("end").addEventListener("click", () =>
    during($("end"), view, () => {
      announce(t("end"));
      const { callId } = current();
      // hanging up before the call begins gives up the match
      return callId === undefined ? socket.ask("match.cancel") : socket.ask("call.end", { call_session_id: callId });
    }));
  view.querySelector(".safety").addEventListener("click", () => {
    const { matchId, callId, partner } = current();
    askSafety(callId ? { call_id: Number(callId) } : { match_id: matchId }, partner?.username);
  });

  return {
    follow,
    draw,
    /** The socket came back: signals may have been lost meanwhile. */
    connected(is) {
      const wasConnected = isConnected;
      isConnected = is;
      if (is && !wasConnected) joined?.peer?.greet();
    },
    signal({ call_session_id, signal }) {
      if (joined?.callId === call_session_id) joined.peer.take(signal);
    },
  };
}

/** Shows a level as a bar; what is read out changes twice a second, to the loudest there was. */
function meter(element) {
  let saidAt = 0;
  let loudest = 0;
  return (level) => {
    element.style.setProperty("--level", level.toFixed(3));
    loudest = Math.max(loudest, level);
    if (performance.now() - saidAt < 500) return;
    saidAt = performance.now();
    element.ariaValueNow = String(Math.round(loudest * 100));
    loudest = 0;
  };
}
