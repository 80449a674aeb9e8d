import { assertEquals } from "@std/assert";
import { type Flow, nothing } from "../../src/pages/call/flow.ts";
import { addressOf, type Arrival, moveFrom, placeAt, type View } from "../../src/pages/call/places.ts";

const flowIn = (phase: Flow["phase"]): Flow => ({ ...nothing, phase, callId: phase === "rating" ? "9" : undefined });

/** Where one is led from a view, as `push /call/…`. */
function led(view: View, phase: Flow["phase"], came: Arrival, isAsked = false): string | undefined {
  const move = moveFrom({ view, callId: view === "rate" ? "7" : undefined }, flowIn(phase), came, isAsked);
  if (!move) return undefined;
  return "giveUp" in move ? `give up ${move.giveUp}` : `${move.how} ${addressOf(move.to)}`;
}

Deno.test("every view has an address of its own, and no other address is one", () => {
  for (const view of ["home", "profile", "waiting", "offer", "talk", "history", "gems"] as const) {
    assertEquals(placeAt(addressOf({ view })), { view });
  }
  assertEquals(addressOf({ view: "rate", callId: "12" }), "/call/rate/12");
  assertEquals(placeAt("/call/rate/12"), { view: "rate", callId: "12" });
  assertEquals(placeAt("/call/"), { view: "home" });
  for (
    const path of ["/", "/saju", "/calls", "/call/home", "/call/rate", "/call/rate/x", "/call/gems/1", "/call/a/b"]
  ) {
    assertEquals([path, placeAt(path)], [path, undefined]);
  }
});

Deno.test("an offer and a call come to the front wherever one is, and Back does not lead out of them", () => {
  assertEquals(led("home", "offer", "changed"), "push /call/offer");
  assertEquals(led("history", "offer", "changed"), "push /call/offer");
  assertEquals(led("waiting", "offer", "changed"), "replace /call/offer");
  assertEquals(led("offer", "starting", "changed"), "replace /call/talk");
  assertEquals(led("talk", "call", "changed"), undefined);
  for (const phase of ["starting", "call"] as const) {
    for (const view of ["home", "history", "rate"] as const) {
      assertEquals(led(view, phase, "travelled"), "push /call/talk");
      assertEquals(led(view, phase, "loaded"), "replace /call/talk");
    }
  }
});

Deno.test("a call's end leads to its stars, and whoever goes elsewhere gives them later", () => {
  assertEquals(led("talk", "rating", "changed"), "replace /call/rate/9");
  assertEquals(led("home", "rating", "loaded"), "replace /call/rate/9");
  assertEquals(led("rate", "rating", "travelled"), undefined);
  assertEquals(led("home", "rating", "travelled"), "give up rating");
  assertEquals(led("home", "rating", "went"), "give up rating");
  assertEquals(led("gems", "rating", "went"), "give up rating");
});

Deno.test("Back from the queue leaves it; history and gems can be looked at meanwhile", () => {
  assertEquals(led("home", "waiting", "changed"), "push /call/waiting");
  assertEquals(led("profile", "waiting", "changed"), "replace /call/waiting");
  assertEquals(led("home", "waiting", "travelled"), "give up waiting");
  assertEquals(led("home", "waiting", "went"), "replace /call/waiting");
  for (const view of ["history", "gems", "rate", "waiting"] as const) {
    for (const came of ["loaded", "went", "travelled", "changed"] as const) {
      assertEquals(led(view, "waiting", came), undefined);
    }
  }
});

Deno.test("what has passed is no place to be", () => {
  for (const view of ["waiting", "offer", "talk", "profile"] as const) {
    assertEquals(led(view, "idle", "travelled"), "replace /call");
  }
  assertEquals(led("profile", "idle", "changed", true), undefined);
  for (const view of ["home", "history", "gems", "rate"] as const) {
    assertEquals(led(view, "idle", "travelled"), undefined);
  }
});
