import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Frame } from "../../realtime/protocol.ts";
import { type Flow, isInCall } from "./flow.ts";
import { measure } from "./meter.ts";
import { microphone, stop } from "./microphone.ts";
import { openPeer, type Peer, type Signal as PeerSignal } from "./peer.ts";

/*
 * The call: begun as soon as both said yes, in the screen where that was said, or, after a reload, where it was. Another
 * screen of the same person may take it over.
 */

/** What belongs to the call this screen takes part in. */
type Joined = {
  matchId: number;
  callId?: string;
  peer?: Peer;
  /** The sound, which some browsers hold back until a touch. */
  context?: AudioContext;
  /** Ends the sound and its measuring. */
  end?: () => void;
};

/** The line to the server, as far as a call needs it. */
type Line = {
  start(matchId: number): Promise<{ call_session_id: string; ice_servers: RTCIceServer[] }>;
  signal(callId: string, signal: PeerSignal): void;
};

/** Where a level is shown, 0 to 1, as long as it is. */
export type Gauge = { show?: (level: number) => void };

/** What the view of the call draws. */
export type TalkState = {
  /** `none`: this screen takes no part. */
  connection: Signal<"none" | "connecting" | "connected" | "lost">;
  isMuted: Signal<boolean>;
  isOtherMuted: Signal<boolean>;
  /** Whether the browser wants a touch before it plays a sound. */
  isSilent: Signal<boolean>;
  /** How loud each is; some sixty times a second, so past the drawing. */
  mine: Gauge;
  theirs: Gauge;
  /** Why the call could not be joined from here: a text's name, or what was thrown. */
  failure: Signal<unknown>;
};

type Talk = TalkState & {
  line: Line;
  claim: (isHere: boolean) => void;
  sound: HTMLAudioElement;
  joined?: Joined;
  /** The match whose call could not be joined: it is not tried again before somebody asks for it. */
  failedMatchId?: number;
};

/**
 * This screen's part in calls.
 *
 * @param claim told whether the call is this screen's or another one's of the same person
 */
export function openTalk({ line, claim }: { line: Line; claim: (isHere: boolean) => void }) {
  const talk: Talk = { ...silence(), line, claim, sound: new Audio() };
  talk.sound.autoplay = true;

  return {
    state: talk as TalkState,
    /** Takes part in the call that is shown, if it is this screen's, and in no other. */
    follow: (flow: Flow) => follow(talk, flow),
    /** Takes the call over from another screen, or tries again. */
    join(): void {
      talk.failedMatchId = undefined;
      talk.failure.value = undefined;
      claim(true);
    },
    mute(isMuted: boolean): void {
      talk.isMuted.value = isMuted;
      talk.joined?.peer?.mute(isMuted);
    },
    /** The person touched the page to hear the other. */
    hear(): void {
      void talk.joined?.context?.resume();
      void talk.sound.play();
      talk.isSilent.value = false;
    },
    /** The socket came back: signals may have been lost meanwhile. */
    reconnected: () => talk.joined?.peer?.greet(),
    signal({ call_session_id, signal }: Extract<Frame, { type: "call.signal" }>["data"]): void {
      if (talk.joined?.callId === call_session_id) talk.joined.peer?.take(signal as PeerSignal);
    },
  };
}

function silence(): TalkState {
  return {
    connection: signal("none"),
    isMuted: signal(false),
    isOtherMuted: signal(false),
    isSilent: signal(false),
    mine: {},
    theirs: {},
    failure: signal(undefined),
  };
}

function follow(talk: Talk, flow: Flow): void {
  const { joined } = talk;
  const isHere = isInCall(flow) && flow.accepted === true;
  if (!isInCall(flow)) talk.failure.value = undefined;
  if (joined && (!isHere || joined.matchId !== flow.matchId)) leave(talk);
  if (isHere && !talk.joined && flow.matchId !== undefined && talk.failedMatchId !== flow.matchId) {
    void join(talk, flow.matchId);
  }
}

async function join(talk: Talk, matchId: number): Promise<void> {
  const mine: Joined = talk.joined = { matchId };
  talk.failure.value = undefined;
  talk.connection.value = "connecting";
  talk.isMuted.value = talk.isOtherMuted.value = false;
  const heard = await microphone();
  if (typeof heard === "string") return fail(talk, mine, heard);
  try {
    const { call_session_id, ice_servers } = await talk.line.start(matchId);
    if (mine === talk.joined) begin(talk, mine, call_session_id, ice_servers, heard);
    else stop(heard);
  } catch (error) {
    stop(heard);
    fail(talk, mine, error);
  }
}

function fail(talk: Talk, mine: Joined, why: unknown): void {
  if (mine !== talk.joined) return;
  talk.failedMatchId = mine.matchId;
  leave(talk);
  talk.failure.value = why;
}

function begin(talk: Talk, mine: Joined, callId: string, iceServers: RTCIceServer[], heard: MediaStream): void {
  const context = mine.context = new AudioContext();
  const endMine = measure(context, heard, (level) => talk.mine.show?.(level));
  let endTheirs: (() => void) | undefined;
  mine.callId = callId;
  mine.peer = openPeer({
    iceServers,
    microphone: heard,
    isMuted: talk.isMuted.value,
    send: (signal) => talk.line.signal(callId, signal),
    onSound(stream) {
      talk.sound.srcObject = stream;
      // some browsers want a touch first
      talk.sound.play().then(() => talk.isSilent.value = false, () => talk.isSilent.value = mine === talk.joined);
      endTheirs?.();
      endTheirs = measure(context, stream, (level) => talk.theirs.show?.(level));
    },
    onState(state) {
      if (state === "connected") talk.connection.value = "connected";
      if (state === "disconnected" || state === "failed") talk.connection.value = "lost";
    },
    onMuted: (isMuted) => talk.isOtherMuted.value = isMuted,
    onReplaced: () => talk.claim(false),
  });
  mine.end = () => {
    endMine();
    endTheirs?.();
    mine.peer?.close();
    talk.sound.srcObject = null;
    void context.close();
  };
  mine.peer.greet();
}

function leave(talk: Talk): void {
  talk.joined?.end?.();
  talk.joined = undefined;
  talk.connection.value = "none";
  talk.isSilent.value = false;
}

/** The name of the text that says how a call stands, and whether that is good. */
export function saidOf(
  state: { [K in "connection" | "isMuted" | "isOtherMuted" | "failure"]: ReadonlySignal<unknown> },
  { isPartnerHere }: Flow,
  isOnline: boolean,
): { key: CallState; isGood: boolean } | undefined {
  const connection = state.connection.value as TalkState["connection"]["value"];
  const bad = (key: CallState) => ({ key, isGood: false });
  if (connection === "none") return state.failure.value === undefined ? bad("elsewhere") : undefined;
  if (!isOnline) return bad("lost");
  if (isPartnerHere === false) return bad("partnerAway");
  if (connection === "connected" && state.isMuted.value) return bad("iMuted");
  if (connection === "connected" && state.isOtherMuted.value) return { key: "partnerMuted", isGood: true };
  return { key: connection, isGood: connection === "connected" };
}

type CallState = "elsewhere" | "lost" | "partnerAway" | "iMuted" | "partnerMuted" | "connecting" | "connected";
