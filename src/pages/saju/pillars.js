import { make } from "../shared/page.js";
import { t } from "../shared/texts.js";

const hanja = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
const hangul = "갑을병정무기경신임계자축인묘진사오미신유술해";
const elements = "木木火火土土金金水水水土木木土火火土金金土水";

/**
 * Pillars of a birth side by side, each character in the colour of its element.
 *
 * @param {{ of: "year" | "month" | "day" | "hour", hanja: string, certainty: string }[]} pillars
 */
export function drawPillars(pillars) {
  return make(
    "ul",
    { className: "pillars" },
    ...pillars.map(({ of, hanja: characters, certainty }) => {
      const line = make("li", {}, make("span", { className: "small", text: t(of) }));
      for (const character of characters) {
        const at = hanja.indexOf(character);
        const box = make("strong", { lang: "ko-Hani", text: character });
        box.dataset.element = elements[at];
        box.append(make("small", { lang: "ko", text: hangul[at] }));
        line.append(box);
      }
      if (certainty === "ambiguous") line.append(make("small", { text: t("ambiguous") }));
      return line;
    }),
  );
}
