import { assertEquals } from "@std/assert";
import { lunarOf, solarOf } from "../../src/saju/lunar.ts";
import { codeOf, send } from "../support/client.ts";
import { given } from "../support/given.ts";
import { testServer } from "../support/server.ts";
import { changeSajuProfile } from "../../src/saju/change_saju_profile.ts";
import { dater as daterOf } from "./facts.ts";
import { dater } from "./house.ts";

/** Lunar → solar, as the Korea Astronomy and Space Science Institute (한국천문연구원) publishes them; `leap` for 윤달. */
const known: [string, string][] = [
  // Seollal; China's New Year was a day earlier in 1966 and 1997, and a day earlier in 1988
  ["1966-01-01", "1966-01-22"],
  ["1988-01-01", "1988-02-18"],
  ["1990-01-01", "1990-01-27"],
  ["1995-01-01", "1995-01-31"],
  ["1997-01-01", "1997-02-08"],
  ["2000-01-01", "2000-02-05"],
  ["2007-01-01", "2007-02-18"],
  ["2010-01-01", "2010-02-14"],
  ["2020-01-01", "2020-01-25"],
  ["2023-01-01", "2023-01-22"],
  ["2024-01-01", "2024-02-10"],
  ["2025-01-01", "2025-01-29"],
  // Chuseok
  ["1987-08-15", "1987-10-07"],
  ["1995-08-15", "1995-09-09"],
  ["2006-08-15", "2006-10-06"],
  ["2017-08-15", "2017-10-04"],
  ["2020-08-15", "2020-10-01"],
  ["2023-08-15", "2023-09-29"],
  ["2024-08-15", "2024-09-17"],
  // Buddha's birthday
  ["2023-04-08", "2023-05-27"],
  ["2024-04-08", "2024-05-15"],
  // leap months, their first and last days and the days around them; in 2012 and 2017 China had others
  ["1995-08-29", "1995-09-23"],
  ["1995-08-01 leap", "1995-09-25"],
  ["2006-07-01 leap", "2006-08-24"],
  ["2009-05-01 leap", "2009-06-23"],
  ["2012-03-01 leap", "2012-04-21"],
  ["2012-03-29 leap", "2012-05-19"],
  ["2014-09-01 leap", "2014-10-24"],
  ["2017-05-01 leap", "2017-06-24"],
  ["2017-05-29 leap", "2017-07-22"],
  ["2020-04-01 leap", "2020-05-23"],
  ["2023-02-01", "2023-02-20"],
  ["2023-02-01 leap", "2023-03-22"],
  ["2023-02-29 leap", "2023-04-19"],
  ["2023-03-01", "2023-04-20"],
  ["2025-06-01 leap", "2025-07-25"],
];

for (const [lunar, solar] of known) {
  Deno.test(`lunar ${lunar} is ${solar}`, () => {
    const [date, leap] = lunar.split(" ");
    assertEquals(solarOf({ date, leapMonth: leap !== undefined }), solar);
    assertEquals(lunarOf(solar), { date, leapMonth: leap !== undefined });
  });
}

Deno.test("each day of 1900 to 2049 is one lunar date, and comes back as that day", () => {
  let before = lunarOf("1899-12-31");
  for (let at = Date.UTC(1900, 0, 1); at < Date.UTC(2050, 0, 1); at += 24 * 3600 * 1000) {
    const solar = new Date(at).toISOString().slice(0, 10);
    const lunar = lunarOf(solar);
    assertEquals(lunar && solarOf(lunar), solar);
    // a month begins, or the day is the next
    const day = Number(lunar?.date.slice(8));
    assertEquals(day === 1 || day === Number(before?.date.slice(8)) + 1, true, solar);
    before = lunar;
  }
});

Deno.test("what the lunar calendar does not have is refused with a sentence that says why", () => {
  const of = (date: string, leapMonth = false) => {
    const found = solarOf({ date, leapMonth });
    return typeof found === "string" ? found : found.ko;
  };
  assertEquals(of("1990-04-01", true), "음력 1990년에는 윤4월이 없습니다.");
  assertEquals(of("2023-03-01", true), "음력 2023년에는 윤3월이 없습니다.");
  assertEquals(of("2023-02-30", true), "음력 2023년 윤2월은 29일까지입니다.");
  assertEquals(of("2024-01-30"), "음력 2024년 1월은 29일까지입니다.");
  assertEquals(of("2023-02-30"), "2023-03-21");
  for (const date of ["2023-00-01", "2023-13-01", "2023-01-00", "2023-01-31"]) {
    assertEquals(of(date), "음력 날짜는 1월부터 12월까지, 1일부터 30일까지입니다.", date);
  }
  for (const date of ["0000-01-01", "1390-12-30", "2101-01-01", "9999-12-30"]) {
    assertEquals(of(date), "음력 날짜는 1391년부터 2100년까지 받습니다.", date);
  }
  assertEquals([lunarOf("1300-01-01"), lunarOf("2200-01-01")], [undefined, undefined]);
});

Deno.test("a lunar birth date is kept as the solar day that it is, with its pillars", async () => {
  await using server = await testServer();
  const told = { birth_date: "1995-08-15", calendar: "lunar", leap_month: true };
  const body = { email: "m@example.com", password: "correct horse", name: "mina", gender: "female", ...told };
  assertEquals((await send(server, "POST", "/api/users/register", body)).status, 201);
  const lunar = await dater(server, { name: "sora", birth_date: "1995-08-15", calendar: "lunar" });
  const solar = await dater(server, { name: "yuna", birth_date: "1995-09-09" });
  const seen = async (person: typeof lunar) => (await person.get("/api/users/me")).body as Record<string, unknown>;
  const [hers, others] = [await seen(lunar), await seen(solar)];
  assertEquals([hers.birth_date, hers.calendar, hers.lunar], [
    "1995-09-09",
    "lunar",
    { date: "1995-08-15", leap_month: false },
  ]);
  assertEquals([others.birth_date, others.calendar, others.lunar, others.pillars], [
    "1995-09-09",
    "solar",
    hers.lunar,
    hers.pillars,
  ]);

  // the same day told by the other calendar is no other birth date
  const put = (person: typeof lunar, what: object) => person.put("/api/users/me", what);
  assertEquals((await put(solar, { birth_date: "1995-08-15", calendar: "lunar" })).status, 200);
  assertEquals((await put(solar, { birth_date: "1995-09-09" })).status, 200);
  assertEquals((await seen(solar)).calendar, "solar");

  const refused = async (what: object) => {
    const answer = await put(lunar, what);
    const { errors } = answer.body as { errors?: { path: string; message: string }[] };
    return [codeOf(answer), ...(errors ?? []).map(({ path, message }) => `${path}: ${message}`)];
  };
  const invalid = "422 request.invalid";
  assertEquals(await refused({ birth_date: "1990-04-01", calendar: "lunar", leap_month: true }), [
    invalid,
    "birth_date: 음력 1990년에는 윤4월이 없습니다.",
  ]);
  assertEquals(await refused({ birth_date: "2024-01-30", calendar: "lunar" }), [
    invalid,
    "birth_date: 음력 2024년 1월은 29일까지입니다.",
  ]);
  assertEquals(await refused({ birth_date: "1899-11-29", calendar: "lunar" }), [
    invalid,
    "birth_date: 1900년 이후의 날짜여야 합니다.",
  ]);
  assertEquals(await refused({ birth_date: "1995-02-30" }), [invalid, "birth_date: 달력에 없는 날짜입니다."]);
  assertEquals(await refused({ birth_date: "1995.2.3" }), [
    invalid,
    "birth_date: YYYY-MM-DD 형식의 날짜여야 합니다.",
  ]);
  assertEquals(await refused({ birth_date: "1995-09-09", leap_month: true }), [
    invalid,
    "leap_month: 음력 날짜에만 쓸 수 있습니다. calendar 에 lunar 를 함께 보내 주세요.",
  ]);
  assertEquals(await refused({ calendar: "lunar" }), [
    invalid,
    "birth_date: calendar 와 leap_month 에는 날짜가 함께 있어야 합니다.",
  ]);
  assertEquals(await refused({ birth_date: "1995-09-09", calendar: "julian" }), [
    invalid,
    "calendar: 다음 중 하나여야 합니다: solar, lunar.",
  ]);
  assertEquals(await refused({ birth_date: "2024-01-01", calendar: "lunar" }), ["422 account.too_young"]);
});

Deno.test("by which calendar a birth date was told changes alone", () => {
  given(...daterOf(1)).when(changeSajuProfile, { birthDate: "1996-05-04", birthCalendar: "solar" }, { me: 1 }).then();
});
