import { $ } from "../shared/page.js";

/*
 * Fields for a birth date in the solar or the lunar calendar. A lunar date has its own fields, because a date field does
 * not take 30 February.
 */

const two = (number) => String(number).padStart(2, "0");

/** Whether a birth date can no longer be changed. */
export const isBirthFixed = ({ birth_date, can_correct_birth_date }) => birth_date !== null && !can_correct_birth_date;

/**
 * Wires up the birth fields of a form.
 *
 * @param {HTMLFormElement} form
 */
export function birthFields(form) {
  form.querySelector("[data-birth]").replaceWith($("birth").content.cloneNode(true));
  const solar = form.birth_date;
  const lunar = form.querySelector(".lunar-date");
  const parts = [form.lunar_year, form.lunar_month, form.lunar_day];
  let isFixed = false;

  const isLunar = () => form.calendar.value === "lunar";

  function draw() {
    solar.hidden = isLunar();
    lunar.hidden = !isLunar();
    // hidden fields must not be required
    solar.required = !isLunar();
    for (const part of parts) part.required = isLunar();
    solar.readOnly = isFixed;
    for (const part of parts) part.readOnly = isFixed;
    form.leap_month.disabled = isFixed;
  }

  for (const radio of form.calendar) radio.addEventListener("change", draw);
  form.addEventListener("reset", () => queueMicrotask(draw));
  draw();

  /** The birth date in the form that the server takes. */
  function told() {
    if (!isLunar()) return { birth_date: solar.value, calendar: "solar" };
    const [year, month, day] = parts.map(({ value }) => value);
    const birth_date = `${year.padStart(4, "0")}-${two(month)}-${two(day)}`;
    return { birth_date, calendar: "lunar", leap_month: form.leap_month.checked };
  }

  return {
    told,

    /** The fields that differ from a profile. */
    changes(profile) {
      if (isBirthFixed(profile)) return {};
      const said = told();
      const before = said.calendar === "lunar" ? asLunar(profile) : asSolar(profile);
      return JSON.stringify(said) === JSON.stringify(before) ? {} : said;
    },

    /** Fills in the birth date of a profile. */
    fill(profile) {
      const { birth_date, calendar, lunar } = profile;
      solar.value = birth_date ?? "";
      form.calendar.value = calendar ?? "solar";
      const numbers = lunar ? lunar.date.split("-").map(Number) : ["", "", ""];
      parts.forEach((part, at) => part.value = numbers[at]);
      form.leap_month.checked = lunar?.leap_month ?? false;
      isFixed = isBirthFixed(profile);
      draw();
    },
  };
}

/** The birth date of a profile, in the form that would be sent. */
const asSolar = ({ birth_date }) => ({ birth_date, calendar: "solar" });
const asLunar = ({ lunar }) => lunar && { birth_date: lunar.date, calendar: "lunar", leap_month: lunar.leap_month };
