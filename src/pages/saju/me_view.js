import { blocksList } from "../shared/lists.js";
import { $, announce, drawFace, during, sayProblem } from "../shared/page.js";
import { t } from "../shared/texts.js";
import { toast } from "./person.js";
import { birthFields, isBirthFixed } from "./birth.js";
import { drawPillars } from "./pillars.js";

const plain = ["name", "gender"];
const clearable = ["birth_time", "location", "job", "bio", "preferred_gender"];

/** One's own profile; also what asks for it, where it is not there yet. */
export function meView({ session, profile, changed, unblocked }) {
  const view = $("view-me");
  const form = $("me-form");
  const birth = birthFields(form);
  const blocks = blocksList({ session, view, unblocked });
  let drawn;

  /** What the form says otherwise than the profile. */
  function changes(mine) {
    const said = [...plain, ...clearable].map((key) => [key, form[key].value.trim() || null]);
    const [min, max] = [form.age_min.value, form.age_max.value];
    const range = min === "" && max === "" ? null : [Number(min), Number(max)];
    const all = [...said, ["age_range", range]];
    const others = all.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(mine[key]));
    return { ...birth.changes(mine), ...Object.fromEntries(others) };
  }

  function fillForm(mine) {
    for (const key of [...plain, ...clearable]) form[key].value = mine[key] ?? "";
    [form.age_min.value, form.age_max.value] = mine.age_range ?? ["", ""];
    birth.fill(mine);
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

  $("pause").addEventListener("click", () =>
    during($("pause"), $("pause-part"), async () => {
      await session.ask("PUT", "/api/users/me", { paused: !profile().paused });
      await changed();
      announce(t("saved"));
    }));

  return {
    /** @param {boolean} isComplete whether it says already what blind dates need */
    draw(isComplete) {
      const mine = profile();
      $("me-title").textContent = t(isComplete ? "meTitle" : "setupTitle");
      $("setup-text").hidden = isComplete;
      $("picture-part").hidden = $("my-pillars-part").hidden = $("pause-part").hidden = !isComplete;
      if (!mine) return;
      drawFace($("my-face"), mine.name ?? "?", mine.profile_img_url);
      $("my-name").textContent = mine.name ?? "";
      $("my-email").textContent = mine.email ?? "";
      $("pause-text").textContent = t(mine.paused ? "pausedText" : "pauseOff");
      $("pause").textContent = t(mine.paused ? "unpause" : "pause");
      $("my-birth-hint").textContent = t(isBirthFixed(mine) ? "birthFixed" : "birthHint");
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
