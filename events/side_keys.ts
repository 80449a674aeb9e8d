/*
 * What is not a person's own is sealed under a key of its own. Its number is below 0, where no user id is, and says what
 * the key is for: `-(per * id + plus)`. Numbers stand in logs, so what one means never changes.
 *
 *   the remainder by 4 is    0  the evidence of a report
 *                         1, 2  what the first and the second of the two in a chat wrote
 *                            3  anything else: the kind of thing (16), the person's place in it (1,024), and its id
 */

/** What has keys of its own, by the kind of its id. A new kind of thing is added at the end. */
const kinds = ["chat"] as const;
const mostKinds = 16;
const mostPeople = 1_024;

/** A kind of thing that has keys of its own. */
export type Sealed = "report" | typeof kinds[number];

/** The numbers of the keys of all things of a kind: `-(per * id + plus)`. */
export type SideKey = { per: number; plus: number };

/**
 * The key of one person's part of something.
 *
 * @param place theirs among the people of its events, from 0
 */
export function sideKey(of: Sealed, place = 0): SideKey {
  if (of === "report") return { per: 4, plus: 0 };
  if (of === "chat" && place < 2) return { per: 4, plus: 1 + place };
  if (place >= mostPeople) throw new RangeError(`A ${of} of more than ${mostPeople} people has no keys for them.`);
  return { per: 4 * mostKinds * mostPeople, plus: 4 * (mostKinds * place + kinds.indexOf(of)) + 3 };
}

/** Whose key seals a field: the numbers that events carry. */
export const sealedFor = {
  /** The evidence that a report copied, which outlives the people's own keys until the report's purpose is served. */
  report: (reportId: number) => numberOf(sideKey("report"), reportId),
  /** What someone wrote in a chat; `side` is their place in `userIds`. */
  message: (chatId: number, side: number) => numberOf(sideKey("chat", side), chatId),
};

function numberOf({ per, plus }: SideKey, id: number): number {
  return -(per * id + plus);
}

/** What the key of a number is for. */
export function sealedUnder(number: number): { of: Sealed; id: number; place: number } {
  const rest = -number % 4;
  const packed = (-number - rest) / 4;
  if (rest === 0) return { of: "report", id: packed, place: 0 };
  if (rest < 3) return { of: "chat", id: packed, place: rest - 1 };
  const kind = kinds.at(packed % mostKinds);
  if (packed % mostKinds >= kinds.length || !kind) throw new RangeError(`Nothing is sealed under the key ${number}.`);
  const at = Math.floor(packed / mostKinds);
  return { of: kind, id: Math.floor(at / mostPeople), place: at % mostPeople };
}

/** Keys whose numbers leave the same remainder by this are of one kind: the lowest of them is that of the largest id. */
export const sideKeysAlike = 4 * mostKinds;
