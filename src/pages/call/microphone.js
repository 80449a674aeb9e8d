/** The microphone, or the name of the text that says why there is none. */
export async function microphone() {
  if (!navigator.mediaDevices) return "microphoneInsecure";
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch {
    return "microphoneDenied";
  }
}
