/** From this loudness on a meter moves, in decibels below the loudest there is. */
const quietestDb = -60;

/**
 * Measures how loud a stream is about 60 times a second, or 4 times where less motion is wanted.
 *
 * @param show takes the level: 0 is silence, 1 as loud as can be
 * @returns a function that ends it
 */
export function measure(context: AudioContext, stream: MediaStream, show: (level: number) => void): () => void {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const everyMs = matchMedia("(prefers-reduced-motion: reduce)").matches ? 250 : 0;
  let shownAt = 0;
  let frame = requestAnimationFrame(look);

  function look(at: number): void {
    frame = requestAnimationFrame(look);
    if (at - shownAt < everyMs) return;
    shownAt = at;
    analyser.getFloatTimeDomainData(samples);
    show(levelOf(samples));
  }

  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    show(0);
  };
}

/** The loudness of samples of −1 to 1 as a level of 0 to 1, even in decibels. */
function levelOf(samples: Float32Array): number {
  const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const db = 20 * Math.log10(loudness || 1e-9);
  return Math.min(1, Math.max(0, 1 - db / quietestDb));
}

/** Shows a level as a bar; what is read out changes twice a second, to the loudest there was. */
export function meterOn(element: HTMLElement): (level: number) => void {
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
