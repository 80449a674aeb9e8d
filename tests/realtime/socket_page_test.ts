import { apps } from "../support/apps.ts";
import { assert, assertEquals } from "@std/assert";
import { closeCodes } from "../../src/realtime/close_codes.ts";
import { pushed, understood } from "../../src/realtime/protocol.ts";
import { testServer } from "../support/server.ts";

Deno.test("the page of the socket shows every frame with an example and its fields, the rules and every close code", async () => {
  await using server = await testServer({ apps });
  const response = await fetch(`${server.url}/docs/socket`);
  assertEquals(response.status, 200);
  const html = await response.text();
  const frames = [
    ...Object.keys(understood).map((type) => ["client", type]),
    ...[...Object.keys(pushed), "ack", "error"].map((type) => ["server", type]),
  ];
  const way = { client: "to the server", server: "from the server" };
  for (const [side, type] of frames) {
    assert(html.includes(`id="${side}.${type}"`), `${side}.${type} is not there`);
    const [from, label] = [html.indexOf(`id="${side}.${type}"`), `Example of ${type}, ${Reflect.get(way, side)}`];
    assert(html.indexOf(label, from) > from, `${side}.${type} has no example`);
  }
  for (const code of Object.values(closeCodes)) assert(html.includes(`<td>${code}</td>`), `no close code ${code}`);
  for (const heading of ["Resuming", "Heartbeats", "Close codes"]) assert(html.includes(`>${heading}</h2>`), heading);
});
