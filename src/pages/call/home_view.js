import { costOf } from "./flow.js";
import { microphone } from "./microphone.js";
import { $, during, sayProblem } from "../shared/page.js";
import { t } from "../shared/texts.js";

const radii = [5, 10, 20, 50, 100, 200, 500];
const located = "inyeon.located";
const locationKeptMs = 24 * 3600 * 1000;

/** Whom one wants to meet, what that costs, where one is, and the way into the queue. */
export function homeView({ session, rules, current, enter }) {
  const view = $("view-home");
  const form = $("home-form");
  let isTouched = false;
  for (const km of [null, ...radii]) form.radius_km.append(new Option("", km ?? ""));

  const conditions = () => ({
    gender: form.gender.value,
    ageMin: Number(form.age_min.value),
    ageMax: Number(form.age_max.value),
    radiusKm: form.radius_km.value === "" ? null : Number(form.radius_km.value),
  });

  function draw() {
    const { balance, notice } = current();
    for (const option of form.radius_km.options) {
      option.textContent = option.value === "" ? t("anyRadius") : t("within", { km: option.value });
    }
    const wanted = conditions();
    const prices = rules.gem_prices;
    const cost = costOf(wanted, prices);
    const anyone = { gender: "all", ageMin: 19, ageMax: 99, radiusKm: null };
    const one = (condition) => costOf({ ...anyone, ...condition }, prices);
    drawPrice($("price-gender"), one({ gender: wanted.gender }));
    drawPrice($("price-age"), one({ ageMin: wanted.ageMin, ageMax: wanted.ageMax }));
    drawPrice($("price-radius"), one({ radiusKm: wanted.radiusKm }));
    $("price").textContent = cost === 0 ? t("priceNone") : t("priceGems", { cost });
    $("price").classList.toggle("lacking", cost > balance);
    $("notice").textContent = notice ? t(notice) : "";
    drawLocation(wanted.radiusKm);
  }

  function drawLocation(radiusKm) {
    const isKnown = Date.now() - Number(sessionStorage.getItem(located) ?? 0) < locationKeptMs;
    $("locate").textContent = t(isKnown ? "locationAgain" : "locationAsk");
    $("location-state").textContent = isKnown ? t("locationKnown") : radiusKm === null ? "" : t("locationNeeded");
  }

  async function loadSettings() {
    isTouched = false;
    const saved = await session.ask("GET", "/api/match/settings/");
    // what somebody has chosen meanwhile is newer
    if (isTouched) return;
    form.gender.value = saved.preferred_gender;
    [form.age_min.value, form.age_max.value] = saved.age_range;
    const km = saved.radius_km ?? "";
    // another client may have saved a distance that is not in the list
    if (![...form.radius_km.options].some(({ value }) => value === String(km))) {
      form.radius_km.append(new Option("", km));
    }
    form.radius_km.value = km;
    draw();
  }

  form.addEventListener("input", () => {
    isTouched = true;
    draw();
  });

  $("locate").addEventListener("click", () =>
    during($("locate"), view, async () => {
      const { promise, resolve } = Promise.withResolvers();
      if (!navigator.geolocation) return sayProblem(view, t("locationDenied"));
      const precise = { enableHighAccuracy: false, timeout: 20_000, maximumAge: 3600_000 };
      navigator.geolocation.getCurrentPosition(resolve, () => resolve(undefined), precise);
      const position = await promise;
      if (!position) return sayProblem(view, t("locationDenied"));
      const { latitude, longitude } = position.coords;
      await session.ask("PUT", "/api/match/location/", { latitude, longitude });
      sessionStorage.setItem(located, String(Date.now()));
      draw();
    }));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), view, async () => {
      const { gender, ageMin, ageMax, radiusKm } = conditions();
      const { balance } = current();
      if (costOf(conditions(), rules.gem_prices) > balance) return sayProblem(view, t("tooFewGems", { balance }));
      // asked for now: an offer leaves no time for the browser's question
      const heard = await microphone();
      if (typeof heard === "string") return sayProblem(view, t(heard));
      heard.getTracks().forEach((track) => track.stop());
      const settings = { preferred_gender: gender, age_range: [ageMin, ageMax], radius_km: radiusKm };
      await session.ask("POST", "/api/match/settings/", settings, { once: true });
      await enter();
    });
  });

  return { draw, loadSettings };
}

function drawPrice(tag, cost) {
  tag.textContent = cost === 0 ? "" : t("priceGems", { cost });
}
