import sharp from "sharp";

/** A body that is wrong as a whole, with the media type it claims. */
export type BadBody = { what: string; type: string | undefined; bytes: Uint8Array<ArrayBuffer> };

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = "application/json";

/** Bodies that are no JSON object, or none that may be read. */
export function* badJsonBodies(good: Record<string, unknown>): Generator<BadBody> {
  const text = JSON.stringify(good);
  const texts = [
    "{",
    "}",
    "[]",
    "[{}]",
    '"x"',
    "1",
    "true",
    "null",
    "nul",
    "undefined",
    "{'a':1}",
    `${text},`,
    `${text}${text}`,
    '{"a":}',
    text.slice(0, -1),
  ];
  for (const one of texts) yield { what: `the body ${one.slice(0, 30)}`, type: json, bytes: utf8(one) };
  for (const depth of [40, 5_000, 100_000]) {
    yield { what: `arrays ${depth} deep`, type: json, bytes: utf8(`{"x":${"[".repeat(depth)}${"]".repeat(depth)}}`) };
    yield { what: `arrays ${depth} deep, never closed`, type: json, bytes: utf8("[".repeat(depth)) };
    yield { what: `objects ${depth} deep`, type: json, bytes: utf8(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) };
  }
  yield { what: "U+0000 in a name", type: json, bytes: utf8(`{"a\\u0000":1,${text.slice(1)}`) };
  yield { what: "half a surrogate pair", type: json, bytes: utf8(`{"a":"\\ud800",${text.slice(1)}`) };
  yield {
    what: "bytes that are no UTF-8",
    type: json,
    bytes: new Uint8Array([...utf8('{"a":"'), 0xff, 0xfe, ...utf8('"}')]),
  };
  yield {
    what: "UTF-16",
    type: json,
    bytes: new Uint8Array([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])),
  };
  yield { what: "over 1 MB", type: json, bytes: utf8(`{"x":"${"y".repeat(1_000_001)}"}`) };
  const types = [
    undefined,
    "text/plain",
    "text/json",
    "application/x-www-form-urlencoded",
    `${json}; charset=utf-16`,
    "application/xml",
    "*/*",
    "x",
    `${json}, ${json}`,
  ];
  for (const type of types) yield { what: `JSON as ${type}`, type, bytes: utf8(text) };
}

/** A part of a form, as bytes. */
type Part = { headers: string; content: string | Uint8Array };

function form(parts: readonly Part[], end = "--b--\r\n"): Uint8Array<ArrayBuffer> {
  const pieces = parts.flatMap(({ headers, content }) => [
    utf8(`--b\r\n${headers}\r\n\r\n`),
    typeof content === "string" ? utf8(content) : content,
    utf8("\r\n"),
  ]);
  return joined([...pieces, utf8(end)]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  pieces.reduce((offset, piece) => (bytes.set(piece, offset), offset + piece.length), 0);
  return bytes;
}

const field = (name: string, content: string | Uint8Array): Part => ({
  headers: `Content-Disposition: form-data; name="${name}"`,
  content,
});
const file = (name: string, content: string | Uint8Array, more = ""): Part => ({
  headers: `Content-Disposition: form-data; name="${name}"; filename="a.png"${more}\r\nContent-Type: image/png`,
  content,
});

/** Forms that are no forms, and forms whose file is no image that is taken. */
export async function* badForms(good: Record<string, unknown>, upload: string): AsyncGenerator<BadBody> {
  const fields = Object.entries(good).map(([name, value]) => field(name, String(value)));
  const type = "multipart/form-data; boundary=b";
  const whole = form([...fields, file(upload, "x")]);
  yield { what: "no boundary", type: "multipart/form-data", bytes: whole };
  yield { what: "another boundary", type: "multipart/form-data; boundary=c", bytes: whole };
  yield { what: "an empty boundary", type: "multipart/form-data; boundary=", bytes: whole };
  yield { what: "a very long boundary", type: `multipart/form-data; boundary=${"b".repeat(5_000)}`, bytes: whole };
  yield { what: "cut off", type, bytes: whole.slice(0, -12) };
  yield { what: "without its end", type, bytes: form([...fields, field("x", "y")], "") };
  yield { what: "JSON as a form", type, bytes: utf8(JSON.stringify(good)) };
  yield {
    what: "a part without a name",
    type,
    bytes: form([...fields, { headers: "Content-Disposition: form-data", content: "x" }]),
  };
  yield { what: "a part without headers", type, bytes: form([...fields, { headers: "X: y", content: "x" }]) };
  yield {
    what: "headers without end",
    type,
    bytes: form([...fields, { headers: "X: y\r\n".repeat(20_000), content: "x" }]),
  };
  yield { what: "1000 parts", type, bytes: form([...fields, ...Array(1000).fill(field("x", "y"))]) };
  yield { what: "bytes that are no UTF-8", type, bytes: form([...fields, field("x", new Uint8Array([0xff, 0xfe]))]) };
  yield { what: "U+0000 in a field", type, bytes: form([...fields, field("x", "a\0b")]) };
  yield { what: "the image as text", type, bytes: form([...fields, field(upload, "not empty")]) };
  yield { what: "over 16 MB", type, bytes: form([...fields, file(upload, new Uint8Array(16_000_001))]) };
  for await (const [what, content] of badImages()) {
    yield { what: `an image: ${what}`, type, bytes: form([...fields, file(upload, content)]) };
  }
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#888" }, limitInputPixels: false });

/** Files that are no image, a broken one, or one too large; the last ones would fill the memory once unpacked. */
async function* badImages(): AsyncGenerator<[string, Uint8Array]> {
  const png = new Uint8Array(await blank(64, 64).png().toBuffer());
  const jpeg = new Uint8Array(await blank(64, 64).jpeg().toBuffer());
  const webp = new Uint8Array(await blank(64, 64).webp().toBuffer());
  yield ["text", utf8("not an image")];
  yield ["HTML", utf8("<html><script>alert(1)</script></html>")];
  yield ["SVG", utf8('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x</script></svg>')];
  yield ["a GIF", new Uint8Array(await blank(9, 9).gif().toBuffer())];
  yield ["a TIFF", new Uint8Array(await blank(9, 9).tiff().toBuffer())];
  yield ["a ZIP", new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(100)])];
  yield ["zeros", new Uint8Array(1000)];
  for (const [name, whole] of [["PNG", png], ["JPEG", jpeg], ["WebP", webp]] as const) {
    yield [`the first bytes of a ${name}`, whole.slice(0, 16)];
    yield [`half a ${name}`, whole.slice(0, whole.length >> 1)];
    yield [`a ${name} of noise`, joined([whole.slice(0, 40), crypto.getRandomValues(new Uint8Array(500))])];
  }
  const frames = sharp(Uint8Array.from({ length: 96 }, (_, n) => n), {
    raw: { width: 4, height: 8, channels: 3, pageHeight: 4 },
  });
  yield ["an animation", new Uint8Array(await frames.webp({ loop: 0, delay: [100, 100] }).toBuffer())];
  yield ["over 15 MB", joined([png, new Uint8Array(15_000_001)])];
  yield ["70 megapixels", new Uint8Array(await blank(10_000, 7_000).png().toBuffer())];
  yield ["a header that claims 2^31 - 1 pixels a side", claiming(png, 2 ** 31 - 1, 2 ** 31 - 1)];
  yield ["a header that claims no width", claiming(png, 0, 64)];
}

/** A PNG whose header claims another size, its checksum right. */
function claiming(png: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = png.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  view.setUint32(29, crc32(bytes.subarray(12, 29)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
