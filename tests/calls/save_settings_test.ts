import { assertEquals } from "@std/assert";
import { saveSettings } from "../../src/calls/save_settings.ts";

const wanted = { preferred_gender: "all", age_range: [19, 99], radius_km: null };
const takes = (more: Record<string, unknown>) => saveSettings.input.safeParse({ ...wanted, ...more }).success;

Deno.test("ages wanted go from 19 to 99, the first no higher than the second", () => {
  for (const age_range of [[19, 99], [30, 30]]) assertEquals(takes({ age_range }), true, `${age_range}`);
  for (const age_range of [[18, 99], [19, 100], [31, 30], [19], [19, 30, 40], [19.5, 30]]) {
    assertEquals(takes({ age_range }), false, `${age_range}`);
  }
});

Deno.test("a radius is 5 to 500 km, or null", () => {
  for (const radius_km of [5, 500, null, undefined]) assertEquals(takes({ radius_km }), true, `${radius_km}`);
  for (const radius_km of [4, 501, 5.5, 0, -5]) assertEquals(takes({ radius_km }), false, `${radius_km}`);
});
