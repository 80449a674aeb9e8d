import { assertEquals, assertMatch } from "@std/assert";
import sharp from "sharp";
import { storePicture } from "../privacy/house.ts";
import { codeOf, crowd, enter, offered, type Person } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { ask, dater, idsRecommendedTo } from "./house.ts";

const PUBLIC_URL = "https://inyeon.example";
const absolute = /^https:\/\/inyeon\.example\/media\/[\w-]{22}\.webp$/;

async function stored(someone: Person): Promise<string> {
  const image = sharp({ create: { width: 20, height: 20, channels: 3, background: "#123456" } });
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(await image.png().toBuffer())]), "a.png");
  return ((await someone.post("/api/media", form)).body as { url: string }).url;
}

/** Every address of a picture in an answer. */
const picturesIn = (body: unknown) => JSON.stringify(body).match(/[^"]*\/media\/[^"]*/g) ?? [];

Deno.test("with PUBLIC_URL pictures have absolute addresses, a field takes both forms, and an empty text clears it", async () => {
  await using server = await testServer({ config: { PUBLIC_URL } });
  const mina = await dater(server, { name: "mina" });
  const jun = await dater(server, { name: "jun", gender: "male" });
  const put = async (profile_img_url: string) => {
    assertEquals((await mina.put("/api/users/me", { profile_img_url })).status, 200, profile_img_url);
    return ((await mina.get("/api/users/me")).body as { profile_img_url: unknown }).profile_img_url;
  };
  const first = await stored(mina);
  assertMatch(first, absolute);
  assertEquals([await put(first), await put("")], [first, null]);
  const second = await stored(mina);
  assertEquals(await put(new URL(second).pathname), second);
  const elsewhere = second.replace("inyeon.example", "elsewhere.example");
  assertEquals(codeOf(await mina.put("/api/users/me", { profile_img_url: elsewhere })), "422 image.not_own");

  assertEquals(await idsRecommendedTo(jun), [mina.id]);
  const match_id = await ask(jun, mina);
  const seen = [await jun.get("/api/matches")];
  await mina.post(`/api/matches/${match_id}/accept`);
  seen.push(await jun.get("/api/chats"), await jun.get("/api/sync"));
  for (const { body } of seen) assertEquals(new Set(picturesIn(body)), new Set([second]));
});

Deno.test("with PUBLIC_URL an offer and a profile of random calls show absolute addresses", async () => {
  await using server = await testServer({ config: { PUBLIC_URL } });
  const [mina, jun] = await crowd(server, [{ name: "mina", gender: "female" }, { name: "jun" }]);
  await storePicture(jun, "profile_image");
  const { profile_image } = (await jun.get("/api/user/profile/")).body as { profile_image: string };
  assertMatch(profile_image, absolute);
  for (const one of [mina, jun]) await enter(one);
  assertEquals((await offered(mina)).matched_user.profile_image, profile_image);
});
