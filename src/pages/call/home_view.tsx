import type { Conditions } from "../../calls/conditions.ts";
import { useActing } from "../parts/acting.ts";
import { Banner, ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { Form } from "../parts/form.tsx";
import { Icon } from "../parts/icon.tsx";
import { callIcon } from "../parts/icons.ts";
import { View } from "../parts/view.tsx";
import { LocationPart } from "./location_part.tsx";
import { microphone, stop } from "./microphone.ts";
import { anyone, costOf, type Prices } from "./price.ts";
import { type Calls, enter } from "./store.ts";
import { t } from "./words.ts";

const radii = [5, 10, 20, 50, 100, 200, 500];

/** Whom one wants to meet, what that costs, where one is, and the way into the queue. */
export function HomeView({ calls, prices }: { calls: Calls; prices: Prices }) {
  const acting = useActing();
  const wanted = calls.conditions.value;
  const { balance, notice } = calls.flow.value;
  const cost = costOf(wanted, prices);
  const change = (part: Partial<Conditions>) => calls.conditions.value = { ...calls.conditions.peek(), ...part };

  async function find(): Promise<void> {
    if (cost > balance) return acting.say(t("tooFewGems", { balance }));
    // asked for now: an offer leaves no time for the browser's question
    const heard = await microphone();
    if (typeof heard === "string") return acting.say(t(heard));
    stop(heard);
    await save(calls, wanted);
    await enter(calls);
  }

  return (
    <View id="home">
      <h1 id="home-title" tabIndex={-1}>{t("homeTitle")}</h1>
      <Banner kind="notice" id="notice">{notice && t(notice)}</Banner>
      <Form id="home-form" class="card" acting={acting} submit={find}>
        <Choice
          name="gender"
          label={<Priced text={t("wantedGender")} cost={costOf({ ...anyone, gender: wanted.gender }, prices)} />}
          options={genders.map((value) => ({ value, text: t(value) }))}
          taken={wanted.gender}
          acting={acting}
          onChoose={(value) => change({ gender: genders.find((gender) => gender === value) })}
        />
        <AgeRange
          wanted={wanted}
          cost={costOf({ ...anyone, ageMin: wanted.ageMin, ageMax: wanted.ageMax }, prices)}
          change={change}
        />
        <Radius
          km={wanted.radiusKm}
          cost={costOf({ ...anyone, radiusKm: wanted.radiusKm }, prices)}
          change={change}
        />
        <LocationPart session={calls.needs.session} isNeeded={wanted.radiusKm !== null} />
        <p class="total">
          <span>{t("price")}</span>{" "}
          <strong id="price" class={cost > balance ? "lacking" : undefined}>{costText(cost)}</strong>
        </p>
        <ProblemBanner of={acting} />
        <Button kind="primary" type="submit" busy={acting.busy.value}>
          <Icon path={callIcon} />
          <span>{t("find")}</span>
        </Button>
        <p class="small center">{t("microphoneWhy")}</p>
      </Form>
    </View>
  );
}

const genders = ["all", "female", "male"] as const;

type PartProps = { cost: number; change: (part: Partial<Conditions>) => void };

function AgeRange({ wanted, cost, change }: PartProps & { wanted: Conditions }) {
  const input = (name: string, label: string, age: number, changed: (age: number) => void) => (
    <input
      name={name}
      type="number"
      inputMode="numeric"
      min="19"
      max="99"
      required
      aria-label={label}
      value={Number.isNaN(age) ? "" : age}
      onInput={({ currentTarget }) => changed(currentTarget.valueAsNumber)}
    />
  );
  return (
    <fieldset>
      <legend>
        <Priced text={t("ageRange")} cost={cost} />
      </legend>
      <div class="range">
        {input("age_min", t("ageFrom"), wanted.ageMin, (ageMin) => change({ ageMin }))}
        <span aria-hidden="true">–</span>
        {input("age_max", t("ageTo"), wanted.ageMax, (ageMax) => change({ ageMax }))}
      </div>
    </fieldset>
  );
}

function Radius({ km, cost, change }: PartProps & { km: number | null }) {
  // another client may have saved a distance that is not in the list
  const shown = km === null || radii.includes(km) ? radii : [...radii, km].sort((one, other) => one - other);
  return (
    <Field name="radius_km" label={<Priced text={t("radius")} cost={cost} />}>
      {(described) => (
        <select
          {...described}
          value={km ?? ""}
          onChange={({ currentTarget: { value } }) => change({ radiusKm: value === "" ? null : Number(value) })}
        >
          <option value="">{t("anyRadius")}</option>
          {shown.map((one) => <option key={one} value={one}>{t("within", { km: one })}</option>)}
        </select>
      )}
    </Field>
  );
}

/** A condition's name with what it costs. */
function Priced({ text, cost }: { text: string; cost: number }) {
  return (
    <>
      {text} <span class="tag">{cost > 0 && t("priceGems", { cost })}</span>
    </>
  );
}

const costText = (cost: number): string => cost === 0 ? t("priceNone") : t("priceGems", { cost });

async function save({ needs: { session } }: Calls, { gender, ageMin, ageMax, radiusKm }: Conditions): Promise<void> {
  await session.ask("POST /api/match/settings/", {
    body: { preferred_gender: gender, age_range: [ageMin, ageMax], radius_km: radiusKm },
    once: true,
  });
}
