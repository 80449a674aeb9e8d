import { assertEquals } from "@std/assert";
import { iceServers } from "../../src/calls/ice.ts";
import { noon } from "../support/given.ts";

const stun = { stunUrls: ["stun:stun.example:3478"], turnUrls: [], turnSecret: undefined };
const turn = { ...stun, turnUrls: ["turn:turn.example:3478"], turnSecret: "shared secret" };

Deno.test("TURN comes with an HMAC of its expiry and the person, good for as long as a call may last", () => {
  assertEquals(iceServers(turn, 7, noon), [
    { urls: ["stun:stun.example:3478"] },
    {
      urls: ["turn:turn.example:3478"],
      // noon and 12 h, in seconds; HMAC-SHA1 as `openssl dgst -sha1 -hmac "shared secret"` makes it
      username: "1772409600:7",
      credential: "hetRJQIjvFEHXeSh2xuFN7dwizg=",
    },
  ]);
});

Deno.test("without TURN, or its secret, there is STUN alone", () => {
  for (const config of [stun, { ...turn, turnSecret: undefined }]) {
    assertEquals(iceServers(config, 7, noon), [{ urls: ["stun:stun.example:3478"] }]);
  }
  assertEquals(iceServers({ ...stun, stunUrls: [] }, 7, noon), []);
});
