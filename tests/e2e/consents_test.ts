import { assert, assertEquals } from "@std/assert";
import { type Answer, codeOf, logInAt, personAt, send } from "../support/client.ts";
import { serverOn, testInstallation } from "../support/server.ts";
import { assertSound, eventsOf } from "../support/sound.ts";

const first = { TERMS_VERSION: "2026-01", PRIVACY_VERSION: "1.0" };
const terms = { kind: "terms", version: "2026-01" };
const privacy = { kind: "privacy", version: "1.0" };
const path = "/api/users/me/consents";
const about = { username: "mina", password: "correct horse", age: 25, gender: "female" };
const dater = { email: "sora@mail.example", password: "correct horse", name: "소라" };
const born = { birth_date: "1992-07-08", gender: "female" };

/** What a refusal says is missing. */
function missingIn({ body }: Answer): unknown {
  assert(typeof body === "object" && body !== null && "consents" in body && "link" in body, JSON.stringify(body));
  return [body.link, body.consents];
}

const link = (...missing: string[]) => ({ method: "POST", path, missing });

Deno.test("consents that are named are asked for at sign-up, kept, and asked for again when they change", async (t) => {
  await using installation = await testInstallation();
  const logIn = async (door: { url: string }) =>
    personAt(door, {
      name: "mina",
      password: about.password,
      ...await logInAt(door, { name: "mina", password: about.password }),
    });

  await t.step("without configured versions no consent is asked for", async () => {
    await using server = await serverOn(installation);
    const jun = { ...about, username: "jun", consents: [terms] };
    assertEquals((await send(server, "POST", "/api/auth/signup/", jun)).status, 201);
    assertEquals(await eventsOf(server.system, "ConsentGiven"), []);
  });

  await t.step("both sign-ups want them, by JSON and by form", async () => {
    await using server = await serverOn(installation, { config: first });
    const signUp = (body: unknown) => send(server, "POST", "/api/auth/signup/", body);
    for (const consents of [undefined, [], [terms], [terms, { ...privacy, version: "0.9" }]]) {
      const refused = await signUp({ ...about, consents });
      assertEquals(codeOf(refused), "409 consent.required", JSON.stringify(consents));
    }
    assertEquals(missingIn(await signUp({ ...about, consents: [privacy] })), [link("terms"), [terms]]);
    assertEquals(codeOf(await signUp({ ...about, consents: [{ kind: "soul", version: "1" }] })), "422 request.invalid");
    const form = new FormData();
    for (const [name, value] of Object.entries(about)) form.set(name, String(value));
    form.set("consents", JSON.stringify([terms, privacy]));
    assertEquals((await signUp(form)).status, 201);

    const register = (consents?: unknown) =>
      send(server, "POST", "/api/users/register", { ...dater, ...born, consents });
    assertEquals(missingIn(await register()), [link("terms", "privacy"), [terms, privacy]]);
    assertEquals((await register([terms, privacy, { kind: "location", version: "7" }])).status, 201);
    const kept = await eventsOf(server.system, "ConsentGiven");
    assertEquals(kept.map(({ data }) => `${data.kind} ${data.version}`), [
      "terms 2026-01",
      "privacy 1.0",
      "terms 2026-01",
      "privacy 1.0",
    ]);
    const mina = await logIn(server);
    assertEquals((await mina.get("/api/gem/balance/")).status, 200);
  });

  await t.step(
    "a new version closes all but what concerns oneself or keeps one safe, until it is agreed to",
    async () => {
      const config = { ...first, TERMS_VERSION: "2026-02", LOCATION_VERSION: "1" };
      await using server = await serverOn(installation, { config });
      await using other = await server.another();
      const mina = await logIn(server);
      const news = [{ kind: "terms", version: "2026-02" }, { kind: "location", version: "1" }];
      for (const path of ["/api/gem/balance/", "/api/match/random/?wait=0", "/api/sync"]) {
        const refused = await mina.get(path);
        assertEquals([codeOf(refused), missingIn(refused)], ["409 consent.required", [
          link("terms", "location"),
          news,
        ]]);
      }
      for (const path of ["/api/auth/sessions/", "/api/user/profile/", "/api/users/me/export"]) {
        assertEquals((await mina.get(path)).status, 200, path);
      }
      const unknown: [string, unknown, string][] = [
        ["/api/call/end/", { call_session_id: "999" }, "404 call.unknown"],
        ["/api/blocks", { match_id: 999 }, "404 match.unknown"],
        ["/api/reports", { match_id: 999, reason: "other" }, "404 match.unknown"],
      ];
      for (const [path, body, code] of unknown) assertEquals(codeOf(await mina.post(path, body)), code, path);
      const url = `${server.url.replace("http", "ws")}/ws`;
      const socket = new WebSocket(url, ["inyeon.v1", `bearer.${mina.access}`]);
      const opened = await new Promise((resolve) => {
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      });
      assertEquals(opened, false);

      assertEquals(codeOf(await mina.post(path, { consents: [terms] })), "409 consent.required");
      const half = await mina.post(path, { consents: [news[0]] });
      assertEquals([half.status, (half.body as { missing: unknown }).missing], [200, [news[1]]]);
      assertEquals(missingIn(await mina.get("/api/gem/balance/")), [link("location"), [news[1]]]);
      assertEquals((await mina.at(other).post(path, { consents: news })).status, 200);
      for (const door of [server, other]) assertEquals((await mina.at(door).get("/api/gem/balance/")).status, 200);
      const { given, missing } = (await mina.get(path)).body as { given: { kind: string }[]; missing: unknown[] };
      assertEquals([given.map(({ kind }) => kind), missing], [["location", "privacy", "terms"], []]);
      assertEquals(codeOf(await send(server, "GET", path)), "401 auth.required");

      const { body } = await mina.get("/api/users/me/export");
      const { consents, events } = body as {
        consents: { kind: string; version: string }[];
        events: { type: string }[];
      };
      assertEquals(consents.map(({ kind, version }) => `${kind} ${version}`), [
        "location 1",
        "privacy 1.0",
        "terms 2026-02",
      ]);
      assertEquals(events.filter(({ type }) => type === "ConsentGiven").length, 4);

      // what the log says stays, under an id that leads to nobody
      assertEquals((await mina.post("/api/users/me/erase", { password: about.password })).status, 200);
      assertEquals((await server.system.sql`SELECT FROM consents`).length, 5);
      await assertSound(server.system);
    },
  );
});
