import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Acting } from "../parts/acting.ts";
import { useFieldOf, Wrong } from "../parts/field.tsx";
import type { Birth } from "./birth.ts";
import { t } from "./texts.ts";

type Props = {
  birth: Birth;
  /** Whether it can no longer be changed. */
  isFixed?: boolean;
  hint: ComponentChildren;
  acting: Acting;
};

/** Fields for a birth date in the solar or the lunar calendar. */
export function BirthFields({ birth, isFixed = false, hint, acting }: Props) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const calendar = useSignal(birth.calendar);
  useFieldOf(acting, "birth_date");
  useReset(group, () => calendar.value = birth.calendar);
  const wrong = acting.wrongWith("birth_date");
  return (
    <fieldset ref={group} class="birth" aria-describedby={wrong ? `${id}-hint ${id}-wrong` : `${id}-hint`}>
      <legend>{t("birth_date")}</legend>
      <Calendars taken={birth.calendar} choose={(chosen) => calendar.value = chosen} />
      <input
        name="birth_date"
        type="date"
        autoComplete="bday"
        min="1900-01-01"
        aria-label={t("birth_date")}
        aria-invalid={wrong ? "true" : undefined}
        defaultValue={birth.birth_date}
        hidden={calendar.value !== "solar"}
        required={calendar.value === "solar"}
        readOnly={isFixed}
      />
      <LunarDate birth={birth} isShown={calendar.value === "lunar"} isFixed={isFixed} isWrong={wrong !== undefined} />
      <small id={`${id}-hint`}>{hint}</small>
      <Wrong id={`${id}-wrong`} text={wrong} />
    </fieldset>
  );
}

/** Does something once the form around an element was reset: its fields are by then. */
function useReset(element: { current: HTMLElement | null }, reset: () => void): void {
  useEffect(() => {
    const form = element.current?.closest("form");
    const later = () => queueMicrotask(reset);
    form?.addEventListener("reset", later);
    return () => form?.removeEventListener("reset", later);
  });
}

type CalendarsProps = { taken: Birth["calendar"]; choose(calendar: Birth["calendar"]): void };

function Calendars({ taken, choose }: CalendarsProps) {
  return (
    <div class="segments">
      {(["solar", "lunar"] as const).map((calendar) => (
        <label key={calendar}>
          <input
            type="radio"
            name="calendar"
            value={calendar}
            defaultChecked={calendar === taken}
            onChange={() => choose(calendar)}
          />
          <span>{t(calendar)}</span>
        </label>
      ))}
    </div>
  );
}

type LunarProps = { birth: Birth; isShown: boolean; isFixed: boolean; isWrong: boolean };

/** A lunar date: a date field does not take 30 February. */
function LunarDate({ birth, isShown, isFixed, isWrong }: LunarProps) {
  const parts = [
    { name: "lunar_year", label: t("lunarYear"), unit: t("year"), min: 1899, max: 2100 },
    { name: "lunar_month", label: t("lunarMonth"), unit: t("month"), min: 1, max: 12 },
    { name: "lunar_day", label: t("lunarDay"), unit: t("day"), min: 1, max: 30 },
  ] as const;
  return (
    <div class="lunar-date" hidden={!isShown}>
      {parts.map(({ name, label, unit, min, max }) => (
        <>
          <input
            key={name}
            name={name}
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            aria-label={label}
            aria-invalid={isWrong ? "true" : undefined}
            defaultValue={birth[name]}
            // hidden fields must not be required
            required={isShown}
            readOnly={isFixed}
          />
          <span aria-hidden="true">{unit}</span>
        </>
      ))}
      <label class="leap">
        <input name="leap_month" type="checkbox" defaultChecked={birth.leap_month} disabled={isFixed} />
        <span>{t("leap_month")}</span>
      </label>
    </div>
  );
}
