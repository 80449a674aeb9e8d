/** The middle of some figures; of an even number, the higher of the two in the middle. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1];
}

/** `12,345 (11,000–13,000)`: the median of some figures, and what they lie between. */
export function spread(figures: readonly number[]): string {
  const [low, middle, high] = [Math.min(...figures), median(figures), Math.max(...figures)].map(
    (figure) => Math.round(figure).toLocaleString("en"),
  );
  return `${middle} (${low}–${high})`;
}

/** The figure that a share of them, from 0 to 1, does not exceed. */
export function percentile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(figures.length * share) - 1)];
}
