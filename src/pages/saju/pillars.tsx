import type { Explanation, Profile } from "./contract.ts";
import { t } from "./texts.ts";

const hanja = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
const hangul = "갑을병정무기경신임계자축인묘진사오미신유술해";
const elements = "木木火火土土金金水水水土木木土火火土金金土水";

/** A pillar as it is shown: its two characters, and whether they may differ with the time. */
export type Pillar = Pick<Explanation["pillars"][number], "of" | "hanja" | "certainty">;

/** The pillars in a profile, as far as they are known. */
export function pillarsIn({ pillars, precision }: Profile): Pillar[] {
  const all = ["year", "month", "day", "hour"] as const;
  return all.flatMap((of) => {
    const hanja = pillars?.[of];
    return hanja ? [{ of, hanja, certainty: precision?.[of] ?? "" }] : [];
  });
}

/** Pillars of a birth side by side, each character in the colour of its element. */
export function Pillars({ pillars }: { pillars: Pillar[] }) {
  return (
    <ul class="pillars">
      {pillars.map(({ of, hanja: characters, certainty }) => (
        <li key={of}>
          <span class="small">{t(of)}</span>
          {[...characters].map((character) => <Character key={character} character={character} />)}
          {certainty === "ambiguous" && <small>{t("ambiguous")}</small>}
        </li>
      ))}
    </ul>
  );
}

function Character({ character }: { character: string }) {
  const at = hanja.indexOf(character);
  return (
    <strong lang="ko-Hani" data-element={elements[at]}>
      {character}
      <small lang="ko">{hangul[at]}</small>
    </strong>
  );
}
