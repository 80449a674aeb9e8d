import { assert, assertEquals, assertMatch } from "@std/assert";
import sharp from "sharp";
import { diskStore } from "../../src/http/media.ts";
import { as, problemOf, testApp } from "./house.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const app = testApp({ media: diskStore(folder) });

function upload(bytes: Uint8Array, name = "file") {
  const form = new FormData();
  form.append(name, new Blob([new Uint8Array(bytes)]), "a.jpg");
  return app.request("/api/media", { method: "POST", headers: as("user-1"), body: form });
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "#aa3355" } });
}

Deno.test("an image comes back as a WebP of at most 1024 px, upright, without metadata, cached for a year", async () => {
  const jpeg = await picture(3000, 2000).jpeg()
    .withMetadata({ orientation: 6, exif: { IFD0: { Artist: "Somebody", Copyright: "37.5,127.0" } } }).toBuffer();
  const stored = await upload(jpeg);
  assertEquals(stored.status, 201);
  const { url } = await stored.json();
  assertMatch(url, /^\/media\/[\w-]{22}\.webp$/);
  const served = await app.request(url);
  assertEquals(served.headers.get("content-type"), "image/webp");
  assertEquals(served.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assertEquals(served.headers.get("x-content-type-options"), "nosniff");
  const { format, width, height, exif, orientation } = await sharp(await served.arrayBuffer()).metadata();
  assertEquals({ format, width, height, exif, orientation }, {
    format: "webp",
    width: 683,
    height: 1024,
    exif: undefined,
    orientation: undefined,
  });
});

Deno.test("PNG, WebP and AVIF are taken, small ones stay small, whatever their name says", async () => {
  const small = picture(40, 30);
  for (const bytes of [await small.png().toBuffer(), await small.webp().toBuffer(), await small.avif().toBuffer()]) {
    const { url } = await (await upload(bytes)).json();
    assertEquals((await sharp(await (await app.request(url)).arrayBuffer()).metadata()).width, 40);
  }
});

Deno.test("what a crash left of an image while it was stored goes when it is deleted", async () => {
  const store = diskStore(folder);
  const name = `${"a".repeat(22)}.webp`;
  await Deno.mkdir(`${folder}/media`, { recursive: true });
  await Deno.writeFile(`${folder}/media/${name}.tmp`, await picture(10, 10).webp().toBuffer());
  await store.delete(name);
  const left = await Array.fromAsync(Deno.readDir(`${folder}/media`));
  assertEquals(left.filter((file) => file.name.startsWith(name)), []);
});

/** A PNG of a few bytes whose header claims to be huge. */
async function bomb(): Promise<Uint8Array> {
  const png = new Uint8Array(await picture(10, 10).png().toBuffer());
  const view = new DataView(png.buffer);
  view.setUint32(16, 60_000);
  view.setUint32(20, 60_000);
  view.setUint32(29, crc32(png.subarray(12, 29)));
  return png;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

async function animated(): Promise<Uint8Array> {
  const frames = ["red", "green", "blue"].map((background) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background } }).png().toBuffer()
  );
  return await sharp(await Promise.all(frames), { join: { animated: true } }).webp({ loop: 0, delay: 100 }).toBuffer();
}

Deno.test("an image of 60 megapixels, and one of 14 MB, is taken", async () => {
  const huge = await picture(10_000, 6_000).png().toBuffer();
  // what follows the end of a PNG is passed over
  const heavy = new Uint8Array([...await picture(40, 30).png().toBuffer(), ...new Uint8Array(14_000_000)]);
  for (const bytes of [huge, heavy]) {
    assertEquals((await upload(bytes)).status, 201);
  }
});

Deno.test("what is no picture, broken, animated, huge or of another kind is refused", async () => {
  const jpeg = new Uint8Array(await picture(400, 400).jpeg().toBuffer());
  assert((await sharp(await animated()).metadata()).pages === 3, "the animation is one");
  const bad: Record<string, Uint8Array> = {
    text: new TextEncoder().encode("not a picture"),
    svg: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    gif: await picture(20, 20).gif().toBuffer(),
    "cut off": jpeg.subarray(0, jpeg.length / 2),
    "only a header": jpeg.subarray(0, 12),
    bomb: await bomb(),
    "65 megapixels": await picture(10_000, 6_500).png().toBuffer(),
    animated: await animated(),
  };
  for (const [what, bytes] of Object.entries(bad)) {
    const found = await problemOf(await upload(bytes));
    assertEquals([what, found.code], [what, "image.invalid"]);
  }
  const large = await problemOf(await upload(new Uint8Array([...jpeg, ...new Uint8Array(15_000_000)])));
  assertEquals([large.status, large.code], [413, "request.too_large"]);
});

Deno.test("the file must be there, under its name, sent by somebody", async () => {
  const found = await problemOf(await upload(await picture(9, 9).png().toBuffer(), "other"));
  assertEquals(found.errors?.[0].path, "file");
  assertEquals((await app.request("/api/media", { method: "POST" })).status, 401);
});

Deno.test("no name leaves the folder, and nothing half written can be seen", async () => {
  await Deno.writeTextFile(`${folder}/secret.webp`, "hush");
  const names = [
    "x",
    "..%2fsecret.webp",
    "../secret.webp",
    "%2e%2e/secret.webp",
    `${"a".repeat(22)}.webp`,
    "a%00.webp",
  ];
  for (const name of names) assertEquals((await app.request(`/media/${name}`)).status, 404, name);
  for await (const { name } of Deno.readDir(`${folder}/media`)) assertMatch(name, /\.webp$/);
});
