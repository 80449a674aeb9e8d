/** Stands for those who have erased their account, and for nobody else (API.md, "For all four apps"). */
const erased = "탈퇴한 사용자";
/** Stands for those who were met before a name was asked for, and have taken none since. */
const nameless = "이름 없는 사용자";

/** A name as others are told it. */
export function shownName(name: string | null | undefined, isErased: boolean): string {
  return isErased ? erased : name ?? nameless;
}
