import { assertEquals } from "@std/assert";
import { browserOf } from "../../src/http/browser.ts";

const here = "http://inyeon.example:8000";
const read = (headers: Record<string, string>, rules: Parameters<typeof browserOf>[1] = { secure: false }) =>
  browserOf(new Request(`${here}/api/x`, { headers }), rules);

Deno.test("cookies are read by their whole name, and two of one name are both seen", () => {
  const session = (cookie: string) => read({ cookie })?.session;
  assertEquals(session("inyeon_session=a"), ["a"]);
  assertEquals(session(" x=1;inyeon_session = a=b ; inyeon_visitor=v"), ["a=b"]);
  assertEquals(session("inyeon_session=a; inyeon_session=a"), ["a"]);
  assertEquals(session("inyeon_session=a; inyeon_session=b"), ["a", "b"]);
  // header lines of one name are joined
  assertEquals(session("inyeon_session=a, inyeon_session=b"), ["a", "b"]);
  for (const none of ["", "inyeon_session", "inyeon_sessionx=a", "xinyeon_session=a", "x=inyeon_session=a"]) {
    assertEquals(session(none), [], none);
  }
  assertEquals(read({ cookie: "__Host-inyeon_session=a; inyeon_session=b" }, { secure: true })?.session, ["a"]);
  assertEquals(read({ cookie: "inyeon_session=a", authorization: "" }), undefined);
});

Deno.test("a page is ours by its Origin, else by what the browser says of the site", () => {
  const from = (headers: Record<string, string>, rules?: Parameters<typeof browserOf>[1]) => read(headers, rules)?.from;
  assertEquals(from({ origin: here }), "own");
  assertEquals(from({ origin: "http://other.example", host: "other.example" }), "own");
  assertEquals(from({ origin: here, host: "other.example" }), "other");
  for (const origin of ["null", "", "x", "http://inyeon.example", `${here}0`]) {
    assertEquals(from({ origin }), "other", origin);
  }
  const secure = { secure: true, publicUrl: "https://inyeon.kr" };
  assertEquals([from({ origin: here }, secure), from({ origin: "https://inyeon.kr" }, secure)], ["other", "own"]);
  assertEquals(from({ origin: "https://inyeon.kr.example" }, secure), "other");
  const bySite = ["same-origin", "same-site", "cross-site", "none"].map((site) => from({ "sec-fetch-site": site }));
  assertEquals([...bySite, from({})], ["own", "other", "other", "unknown", "unknown"]);
});
