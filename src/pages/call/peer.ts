import { newId } from "../client/new_id.ts";
import { stop } from "./microphone.ts";

/*
 * The voice between the two of a call. Signals go through the socket to the other person's pages and may be lost, so
 * everything begins with a greeting that can be said again at any time:
 *
 *   {from, hello: "new"}     I am here (a page's own id); answered by {from, to, hello: "back"}
 *   {from, to, description, number}   the offer and its answer, which carries the offer's number
 *   {from, to, candidate}    ICE, as it is found
 *   {from, muted}            for the other's display only
 *   {from, to, bye}          to a page whose place another one of the same person has taken
 *
 * Of two pages the one with the larger id offers, always: two offers never meet. A reloaded page has a new id
 * and gets a new connection. A page that lost its network greets again, which restarts ICE.
 */

/** What the pages of a call say to each other. */
export type Signal = {
  from: string;
  to?: string;
  hello?: "new" | "back";
  bye?: boolean;
  muted?: boolean;
  description?: RTCSessionDescriptionInit | null;
  number?: number;
  candidate?: RTCIceCandidateInit;
};

type Options = {
  iceServers: RTCIceServer[];
  microphone: MediaStream;
  isMuted: boolean;
  send: (signal: Signal) => void;
  onSound: (stream: MediaStream) => void;
  onState: (state: RTCPeerConnectionState) => void;
  onMuted: (muted: boolean) => void;
  /** Another page of the same person has taken the call over. */
  onReplaced: () => void;
};

export type Peer = ReturnType<typeof openPeer>;

/** How long a broken connection may take to find its way again by itself. */
const patienceMs = 2_500;

/** One page's end of a call, and the page it is connected to. */
type End = {
  me: string;
  options: Options;
  isMuted: boolean;
  other?: string;
  connection?: RTCPeerConnection;
  offers: number;
  isGreeting: boolean;
  isClosed: boolean;
  patience?: ReturnType<typeof setTimeout>;
};

/** Takes part in a call; `greet` begins it. */
export function openPeer(options: Options) {
  const { microphone, isMuted, send } = options;
  const end: End = { me: newId(), options, isMuted, offers: 0, isGreeting: false, isClosed: false };
  let work = Promise.resolve();
  setTracks(end);

  return {
    greet: () => greet(end),
    /** What came from the other: one after the other, as each needs the one before. */
    take(signal: Signal): void {
      work = work.then(() => handle(end, signal)).catch((error) => console.error("signal", error));
    },
    mute(muted: boolean): void {
      end.isMuted = muted;
      setTracks(end);
      send({ from: end.me, muted });
    },
    close(): void {
      end.isClosed = true;
      clearTimeout(end.patience);
      end.connection?.close();
      stop(microphone);
    },
  };
}

/** Whether the microphone is on may have been said before there was one. */
function setTracks({ options: { microphone }, isMuted }: End): void {
  for (const track of microphone.getAudioTracks()) track.enabled = !isMuted;
}

function greet(end: End): void {
  end.isGreeting = true;
  end.options.send({ from: end.me, hello: "new", muted: end.isMuted });
}

function connectTo(end: End, page: string): void {
  const { iceServers, microphone, send, onSound, onState } = end.options;
  clearTimeout(end.patience);
  end.connection?.close();
  // where it was reloaded nobody hears this
  if (end.other !== undefined) send({ from: end.me, to: end.other, bye: true });
  end.other = page;
  const mine = end.connection = new RTCPeerConnection({ iceServers });
  for (const track of microphone.getTracks()) mine.addTrack(track, microphone);
  mine.ontrack = ({ streams: [stream] }) => onSound(stream);
  mine.onicecandidate = ({ candidate }) => candidate && send({ from: end.me, to: page, candidate });
  mine.onconnectionstatechange = () => {
    if (mine !== end.connection) return;
    clearTimeout(end.patience);
    onState(mine.connectionState);
    if (mine.connectionState === "failed") greet(end);
    // it often finds its way again by itself
    if (mine.connectionState === "disconnected") end.patience = setTimeout(() => greet(end), patienceMs);
  };
}

async function offer(end: End, to: string, mine: RTCPeerConnection): Promise<void> {
  end.isGreeting = false;
  const number = ++end.offers;
  await mine.setLocalDescription(await mine.createOffer({ iceRestart: true }));
  end.options.send({ from: end.me, to, description: mine.localDescription, number });
}

async function handle(end: End, signal: Signal): Promise<void> {
  const { me, options: { send, onMuted, onReplaced } } = end;
  const { from, to, hello, bye, muted, description, number, candidate } = signal;
  if (end.isClosed || from === me || (to !== undefined && to !== me)) return;
  if (bye) return onReplaced();
  const isNew = from !== end.other;
  if (isNew && (hello || description?.type === "offer")) connectTo(end, from);
  const mine = end.connection;
  if (from !== end.other || !mine) return;
  if (muted !== undefined) onMuted(muted);

  if (hello === "new") send({ from: me, to: from, hello: "back", muted: end.isMuted });
  if (hello && me > from && (isNew || end.isGreeting || hello === "new")) await offer(end, from, mine);

  if (description?.type === "offer") {
    await mine.setRemoteDescription(description);
    await mine.setLocalDescription();
    send({ from: me, to: from, description: mine.localDescription, number });
  }
  // an answer to an offer that was made again since is of no use
  if (description?.type === "answer" && number === end.offers && mine.signalingState === "have-local-offer") {
    await mine.setRemoteDescription(description);
  }
  // those of an offer that was made again since are refused, which is as well
  if (candidate) await mine.addIceCandidate(candidate).catch(() => {});
}
