/** Shown for people who erased their account, and for nobody else (API.md, "For all four apps"). */
const erased = "탈퇴한 사용자";
/** Shown for people without a username, met before one was required. */
const nameless = "이름 없는 사용자";

/** A name as others see it. */
export function shownName(name: string | null | undefined, isErased: boolean): string {
  return isErased ? erased : name ?? nameless;
}
