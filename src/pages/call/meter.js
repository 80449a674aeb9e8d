/** From this loudness on a meter moves, in decibels below the loudest there is. */
const quietestDb = -60;

/**
 * Measures how loud a stream is and tells it about 60 times a second, or 4 times where less motion is wanted.
 *
 * @param {AudioContext} context
 * @param {MediaStream} stream
 * @param {(level: number) => void} show 0 is silence, 1 as loud as can be
 * @returns a function that ends it
 */
export function measure(context, stream, show) {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const everyMs = matchMedia("(prefers-reduced-motion: reduce)").matches ? 250 : 0;
  let shownAt = 0;
  let frame = requestAnimationFrame(look);

  function look(at) {
    frame = requestAnimationFrame(look);
    if (at - shownAt < everyMs) return;
    shownAt = at;
    analyser.getFloatTimeDomainData(samples);
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const db = 20 * Math.log10(loudness || 1e-9);
    show(Math.min(1, Math.max(0, 1 - db / quietestDb)));
  }

  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    show(0);
  };
}
