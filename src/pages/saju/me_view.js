import { blocksList } from "../shared/lists.js";
import { $, announce, drawFace, during, sayProblem } from "../shared/page.js";
import { t } from "../shared/texts.js";
import { toast } from "./person.js";
import { drawPillars } from "./pillars.js";

const plain = ["name", "birth_date", "gender"];
const clearable = ["birth_time", "location", "job", "bio", "preferred_gender"];

/** One's own profile; also what asks for it, where it is not there yet. */
export function meView({ session, profile, changed, unblocked }) {
  const view = $("view-me");
  const form = $("me-form");
  const blocks = blocksList({ session, view, unblocked });
  let drawn;

  /** What the form says otherwise than the profile. */
  function changes(mine) {
    const said = [...plain, ...clearable].map((key) => [key, form[key].value.trim() || null]);
    const [min, max] = [form.age_min.value, form.age_max.value];
    const range = min === "" && max === "" ? null : [Number(min), Number(max)];
    const all = [...said, ["age_range", range]];
    return Object.fromEntries(all.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(mine[key])));
  }

  function fillForm(mine) {
    for (const key of [...plain, ...clearable]) form[key].value = mine[key] ?? "";
    [form.age_min.value, form.age_max.value] = mine.age_range ?? ["", ""];
    // it is set once
    form.birth_date.readOnly = mine.birth_date !== null;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), form, async () => {
      if ((form.age_min.value === "") !== (form.age_max.value === "")) return sayProblem(form, t("bothAges"));
      const said = changes(profile());
      if (Object.keys(said).length > 0) await session.ask("PUT", "/api/users/me", said);
      await changed();
      toast(t("saved"));
    });
  });

  async function changePicture(profile_img_url) {
    await session.ask("PUT", "/api/users/me", { profile_img_url });
    await changed();
    announce(t("saved"));
  }

  $("picture").addEventListener("change", () =>
    during($("picture"), form, async () => {
      const [file] = $("picture").files;
      if (!file) return;
      const fields = new FormData();
      fields.append("file", file);
      $("picture").value = "";
      const { url } = await session.ask("POST", "/api/media", fields, { once: true });
      await changePicture(url);
    }));
  $("picture-remove").addEventListener(
    "click",
    () => during($("picture-remove"), form, () => changePicture(null)),
  );

  return {
    /** @param {boolean} isComplete whether it says already what blind dates need */
    draw(isComplete) {
      const mine = profile();
      $("me-title").textContent = t(isComplete ? "meTitle" : "setupTitle");
      $("setup-text").hidden = isComplete;
      $("picture-part").hidden = $("my-pillars-part").hidden = !isComplete;
      if (!mine) return;
      drawFace($("my-face"), mine.name ?? "?", mine.profile_img_url);
      $("my-name").textContent = mine.name ?? "";
      $("my-email").textContent = mine.email ?? "";
      $("picture-remove").hidden = mine.profile_img_url === null;
      if (mine.pillars) {
        const pillars = Object.entries(mine.pillars).filter(([, hanja]) => hanja !== null)
          .map(([of, hanja]) => ({ of, hanja, certainty: mine.precision?.[of] }));
        $("my-pillars").replaceChildren(drawPillars(pillars));
      }
      // what somebody is writing is not overwritten
      if (drawn !== mine) fillForm(mine);
      drawn = mine;
    },
    openBlocks: blocks.open,
    drawBlocks: blocks.draw,
  };
}
