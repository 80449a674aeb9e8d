const shownAtMost = 20;

/** A name in the middle of a sentence: it may have a hundred characters, which would push the rest away. */
export function shortName(name: string): string {
  const characters = [...name];
  return characters.length > shownAtMost ? `${characters.slice(0, shownAtMost).join("")}…` : name;
}
