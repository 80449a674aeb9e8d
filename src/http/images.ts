import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";

const maxBytes = 15_000_000;
const maxPixels = 64_000_000;
const longestSide = 1024;
const accepted = new Set(["image/jpeg", "image/png", "image/webp", "image/avif"]);

/**
 * Makes a WebP of at most `side` px a side, upright and without metadata, from a JPEG, PNG, WebP or AVIF of at most 15 MB
 * and 64 megapixels, recognized by its content. Refuses anything else, including animated and broken images.
 */
export async function reencode(bytes: Uint8Array, side = longestSide): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  if (bytes.length > maxBytes) return refuse("request.too_large", { limit: maxBytes });
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !accepted.has(type.mime)) return refuse("image.invalid");
  return await oneOfFew(() => decode(bytes, side));
}

async function decode(bytes: Uint8Array, side: number): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  const options = { limitInputPixels: maxPixels, failOn: "error" } as const;
  try {
    // The header alone says how large it is: a bomb is refused before it is unpacked.
    const { width, height, pages } = await sharp(bytes, options).metadata();
    if (!width || !height || width * height > maxPixels || (pages ?? 1) > 1) return refuse("image.invalid");
    const webp = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer();
    return new Uint8Array(webp);
  } catch {
    // sharp throws on whatever it cannot decode; the file is at fault, and its message says nothing to a client.
    return refuse("image.invalid");
  }
}

const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Decoding 64 megapixels takes 256 MB: a few images at once, the others wait. */
async function oneOfFew<T>(task: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
