import { isRefusal, refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import type { HeldBody } from "./body_room.ts";
import type { Language } from "./request.ts";

/**
 * Reads the bytes of a request's body. Refuses one of more than `limit` bytes, whatever its Content-Length, one for which
 * there is no room, and one that takes longer than `timeoutSec`.
 */
export async function readBytes(
  request: Request,
  { limit, timeoutSec, held }: { limit: number; timeoutSec: number; held: HeldBody },
): Promise<Uint8Array<ArrayBuffer> | Refusal> {
  if (request.body === null) return new Uint8Array();
  if (Number(request.headers.get("content-length")) > limit) return refuse("request.too_large", { limit });
  const reader = readerOf(request);
  if (!reader) return refuse("request.broken_off");

  let late = false;
  const timer = setTimeout(() => {
    late = true;
    reader.cancel().catch(() => {});
  }, timeoutSec * 1000);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      const refusal = size > limit ? refuse("request.too_large", { limit }) : held.take(value.length);
      if (refusal) {
        reader.cancel().catch(() => {});
        return refusal;
      }
      chunks.push(value);
    }
  } catch {
    return refuse("request.broken_off");
  } finally {
    clearTimeout(timer);
  }
  return late ? refuse("request.timeout", { seconds: timeoutSec }) : join(chunks, size);
}

/** Undefined when the connection is gone before the body was asked for. */
function readerOf(request: Request): ReadableStreamDefaultReader<Uint8Array> | undefined {
  try {
    return request.body?.getReader();
  } catch {
    return undefined;
  }
}

function join(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Text in UTF-8, or a refusal: guessing at broken bytes would store what nobody wrote. */
export function decodeText(bytes: Uint8Array, language: Language): string | Refusal {
  try {
    return utf8.decode(bytes);
  } catch {
    return unreadable(language, "UTF-8 이 아닙니다.", "it is not UTF-8.");
  }
}

/** A JSON object, or a refusal: what is not JSON cannot be read, what is no object is not valid. */
export function readJson(bytes: Uint8Array, language: Language): Record<string, unknown> | Refusal {
  const text = decodeText(bytes, language);
  if (isRefusal(text)) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a password.
    return unreadable(language, "올바른 JSON 이 아닙니다.", "it is not JSON.");
  }
  if (!isObject(value)) {
    return invalid("", language, "본문은 JSON 객체여야 합니다.", "The body must be a JSON object.");
  }
  return checkStrings(value, language) ?? value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const maxDepth = 32;

/**
 * Refuses what no field can mean and PostgreSQL cannot store, wherever it stands: U+0000, broken surrogates, and
 * nesting beyond 32 levels.
 */
export function checkStrings(value: unknown, language: Language): Refusal | undefined {
  const wrong = findUnstorable(value, 0);
  if (!wrong) return undefined;
  const [ko, en] = wrong.tooDeep ? [`${maxDepth}단계보다 깊습니다.`, `is nested more than ${maxDepth} deep.`] : [
    "저장할 수 없는 문자(U+0000 또는 깨진 문자)가 들어 있습니다.",
    "holds a character that cannot be stored: U+0000 or half a surrogate pair.",
  ];
  return invalid(wrong.path.reverse().slice(0, 4).join("."), language, ko, en);
}

/** The path is built on the way back, inside out: most values are in order and cost no path. */
function findUnstorable(value: unknown, depth: number): { path: string[]; tooDeep: boolean } | undefined {
  if (typeof value === "string") return storable(value) ? undefined : { path: [], tooDeep: false };
  if (typeof value !== "object" || value === null) return undefined;
  if (depth >= maxDepth) return { path: [], tooDeep: true };
  for (const [name, inner] of Object.entries(value)) {
    if (!storable(name)) return { path: [], tooDeep: false };
    const wrong = findUnstorable(inner, depth + 1);
    if (wrong) {
      wrong.path.push(name);
      return wrong;
    }
  }
  return undefined;
}

function storable(value: string): boolean {
  return value.isWellFormed() && !value.includes("\0");
}

/** Input that is wrong at one path, with the sentence in both languages. */
export function invalid(path: string, language: Language, ko: string, en: string): Refusal {
  return refuse("request.invalid", {}, [{ path, message: language === "ko" ? ko : en }]);
}

/** A body that cannot be read at all. */
export function unreadable(language: Language, ko: string, en: string): Refusal {
  return refuse("request.unreadable", { problem: language === "ko" ? ko : en });
}
