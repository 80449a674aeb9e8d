import { assert, assertEquals } from "@std/assert";
import { attendCalls } from "../../src/calls/call_presence.ts";
import { callOf, crowd, matched } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import { serverOn, testClock, testInstallation } from "../support/server.ts";
import { eventsOf } from "../support/sound.ts";
import { userIdOf } from "../support/user_id.ts";

Deno.test("a call with a socket in it is ended after 12 h, one of REST alone after 2 h, also past a restart", async () => {
  const clock = testClock();
  await using place = await testInstallation();
  let attended = 0;
  const endOf = async (system: Parameters<typeof eventsOf>[0], callId: number) =>
    (await eventsOf(system, "CallEnded")).find(({ data }) => data.callId === callId)?.data;
  {
    await using server = await serverOn(place, { now: clock.now });
    const [mina, jun, sora, hana] = await crowd(server, ["mina", "jun", "sora", "hana"].map((name) => ({ name })));
    attended = Number(await callOf(mina, await matched(mina, jun)));
    // as the server of their sockets notes it, for as long as this test takes
    const until = new Date(clock.now().getTime() + 14 * 3600 * 1000);
    const present = [mina, jun].map((person) => ({ callId: attended, userId: userIdOf(person) }));
    await attendCalls(server.system.sql, present, until);
    const plain = Number(await callOf(sora, await matched(sora, hana)));
    clock.advance(2 * 3600);
    const ended = await eventually(() => endOf(server.system, plain));
    assertEquals(ended.reason, "too_long");
    assert(ended.durationSec >= 7200 && ended.durationSec < 7260, `it lasted ${ended.durationSec} s`);
    assertEquals(await endOf(server.system, attended), undefined);
  }
  clock.advance(5 * 3600);
  await using server = await serverOn(place, { now: clock.now });
  assertEquals(await endOf(server.system, attended), undefined);
  clock.advance(5 * 3600);
  const ended = await eventually(() => endOf(server.system, attended));
  assertEquals(ended.reason, "too_long");
  assert(ended.durationSec >= 43_200 && ended.durationSec < 43_300, `it lasted ${ended.durationSec} s`);
});
