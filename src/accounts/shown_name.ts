import { countCharacters } from "../http/characters.ts";
import { name } from "../http/fields.ts";
import { skeletonsOf } from "./skeletons.ts";

/** Shown for people who erased their account, and for nobody else (API.md, "For all four apps"). */
const erased = "탈퇴한 사용자";
/** Shown for people without a username, met before one was required. */
const nameless = "이름 없는 사용자";

/** A name as others see it. */
export function shownName(name: string | null | undefined, isErased: boolean): string {
  return isErased ? erased : name ?? nameless;
}

/** A name as a person chooses it: none that others would take for what stands here. */
export function chosenName(length: Parameters<typeof name>[0]) {
  // one that is refused for its length may be very long, and this takes long then
  const isShort = (value: string) => countCharacters(value, length.max) <= length.max;
  return name(length).refine((value) => !isShort(value) || !reserved.has(looksOf(value)), {
    params: {
      ko: "탈퇴했거나 이름이 없는 사람으로 보이는 이름은 쓸 수 없습니다.",
      en: "must not pass for somebody who has left or has no name.",
    },
  });
}

const looksOf = (value: string) => skeletonsOf(value).join().replaceAll(" ", "");
const reserved = new Set([erased, nameless].map(looksOf));
