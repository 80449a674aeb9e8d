/** Why there is no microphone, by the name of its text. */
export type NoMicrophone = "microphoneInsecure" | "microphoneDenied";

/** The microphone, or why it cannot be had. */
export async function microphone(): Promise<MediaStream | NoMicrophone> {
  // it is only there on a secure page
  if (!navigator.mediaDevices) return "microphoneInsecure";
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch {
    return "microphoneDenied";
  }
}

/** Switches the microphone off for good. */
export function stop(heard: MediaStream): void {
  for (const track of heard.getTracks()) track.stop();
}
