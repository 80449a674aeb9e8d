import { newId } from "../shared/rest.js";

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
 * Of two pages the one with the larger id offers, always: two offers never meet. A page that was reloaded has another
 * id and is connected to anew. A page that lost its network greets again, and the ICE is restarted.
 */

const patienceMs = 2_500;

/**
 * @param {{
 *   iceServers: RTCIceServer[],
 *   microphone: MediaStream,
 *   isMuted: boolean,
 *   send: (signal: Record<string, unknown>) => void,
 *   onSound: (stream: MediaStream) => void,
 *   onState: (state: RTCPeerConnectionState) => void,
 *   onMuted: (muted: boolean) => void,
 *   onReplaced: () => void,
 * }} options
 */
export function openPeer({ iceServers, microphone, isMuted, send, onSound, onState, onMuted, onReplaced }) {
  const me = newId();
  /** @type {string | undefined} */
  let other;
  /** @type {RTCPeerConnection | undefined} */
  let connection;
  let offers = 0;
  let isGreeting = false;
  let isClosed = false;
  let patience;
  let work = Promise.resolve();

  /** Whether the microphone is on may have been said before there was one. */
  function setTracks() {
    for (const track of microphone.getAudioTracks()) track.enabled = !isMuted;
  }
  setTracks();

  function greet() {
    isGreeting = true;
    send({ from: me, hello: "new", muted: isMuted });
  }

  function connectTo(page) {
    clearTimeout(patience);
    connection?.close();
    // where it was reloaded nobody hears this
    if (other !== undefined) send({ from: me, to: other, bye: true });
    other = page;
    const mine = connection = new RTCPeerConnection({ iceServers });
    for (const track of microphone.getTracks()) mine.addTrack(track, microphone);
    mine.ontrack = ({ streams: [stream] }) => onSound(stream);
    mine.onicecandidate = ({ candidate }) => candidate && send({ from: me, to: page, candidate });
    mine.onconnectionstatechange = () => {
      if (mine !== connection) return;
      clearTimeout(patience);
      onState(mine.connectionState);
      if (mine.connectionState === "failed") greet();
      // it often finds its way again by itself
      if (mine.connectionState === "disconnected") patience = setTimeout(greet, patienceMs);
    };
  }

  async function offer() {
    isGreeting = false;
    const number = ++offers;
    await connection.setLocalDescription(await connection.createOffer({ iceRestart: true }));
    send({ from: me, to: other, description: connection.localDescription, number });
  }

  async function handle({ from, to, hello, bye, muted, description, number, candidate }) {
    if (isClosed || from === me || (to !== undefined && to !== me)) return;
    if (bye) return onReplaced();
    const isNew = from !== other;
    if (isNew && (hello || description?.type === "offer")) connectTo(from);
    if (from !== other) return;
    if (muted !== undefined) onMuted(muted);

    if (hello === "new") send({ from: me, to: from, hello: "back", muted: isMuted });
    if (hello && me > from && (isNew || isGreeting || hello === "new")) await offer();

    if (description?.type === "offer") {
      await connection.setRemoteDescription(description);
      await connection.setLocalDescription();
      send({ from: me, to: from, description: connection.localDescription, number });
    }
    // an answer to an offer that was made again since is of no use
    if (description?.type === "answer" && number === offers && connection.signalingState === "have-local-offer") {
      await connection.setRemoteDescription(description);
    }
    // those of an offer that was made again since are refused, which is as well
    if (candidate) await connection.addIceCandidate(candidate).catch(() => {});
  }

  return {
    greet,
    /** What came from the other: one after the other, as each needs the one before. */
    take(signal) {
      work = work.then(() => handle(signal)).catch((error) => console.error("signal", error));
    },
    mute(muted) {
      isMuted = muted;
      setTracks();
      send({ from: me, muted });
    },
    close() {
      isClosed = true;
      clearTimeout(patience);
      connection?.close();
      for (const track of microphone.getTracks()) track.stop();
    },
  };
}
