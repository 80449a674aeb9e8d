import { t } from "./texts.ts";

/** Scores are told in fives, from "50 or less" to "70 or more". */
const ends = { least: 50, most: 70 };

function endOf(score: number): "UpTo" | "From" | "" {
  if (score <= ends.least) return "UpTo";
  return score >= ends.most ? "From" : "";
}

/** A score in words. */
export const scoreText = (score: number): string => t(`score${endOf(score)}`, { score });

/** A score as a ring that is filled so far. */
export function ScoreRing({ score }: { score: number }) {
  const circle = { cx: 32, cy: 32, r: 28, pathLength: 100 };
  return (
    <div class="score">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <circle {...circle} class="whole" />
        <circle {...circle} class="part" stroke-dashoffset={100 - score} />
      </svg>
      <strong aria-hidden="true">{score}</strong>
      <span aria-hidden="true">{t(`points${endOf(score)}`)}</span>
      <span class="unseen">{scoreText(score)}</span>
    </div>
  );
}
