import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { MultipartParseError, parseMultipart } from "@remix-run/multipart-parser";
import { isRefusal } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import { checkStrings, decodeText, invalid, unreadable } from "./body.ts";
import type { Upload } from "./endpoint.ts";
import { gather, type Language } from "./request.ts";

/** A form's text fields and files, and a digest of both that does not depend on the boundary. */
export type Form = { fields: Record<string, string | string[]>; files: Record<string, Upload>; digest: string };

const maxParts = 200;

/**
 * Reads multipart/form-data. Files are taken for the fields that `uploads` names; others are ignored, and so is the empty file
 * that a browser sends where none was chosen.
 */
export function readForm(
  bytes: Uint8Array,
  contentType: string,
  uploads: readonly string[],
  language: Language,
): Form | Refusal {
  const texts: [string, string][] = [];
  const files: Record<string, Upload> = {};
  const digest = createHash("sha256");
  const boundary = boundaryOf(contentType);
  if (!boundary) return broken(language);
  try {
    const bounds = { maxParts, maxFileSize: bytes.length, maxTotalSize: bytes.length };
    for (const part of parseMultipart(withoutPreamble(bytes, boundary), { boundary, ...bounds })) {
      if (!part.name) return broken(language);
      const content = part.bytes;
      digest.update(JSON.stringify([part.name, part.isFile, content.length])).update(content);
      if (part.isFile) {
        if (uploads.includes(part.name) && content.length > 0) files[part.name] = new Uint8Array(content);
        continue;
      }
      const text = decodeText(content, language);
      if (isRefusal(text)) return text;
      if (uploads.includes(part.name)) {
        if (text === "") continue;
        return invalid(part.name, language, "파일로 보내 주세요.", "must be sent as a file.");
      }
      texts.push([part.name, text]);
    }
  } catch (error) {
    if (error instanceof MultipartParseError) return broken(language);
    throw error;
  }
  const fields = gather(texts);
  return checkStrings(fields, language) ?? { fields, files, digest: digest.digest("hex") };
}

/** The `boundary` of a Content-Type (RFC 2046 §5.1.1): up to 70 characters, as a token or quoted. */
function boundaryOf(contentType: string): string | undefined {
  const [, quoted, token] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? token;
  return boundary !== undefined && boundary.length <= 70 ? boundary : undefined;
}

/** Drops the preamble before the first boundary (RFC 2046 §5.1.1), which the parser does not accept. */
function withoutPreamble(bytes: Uint8Array, boundary: string): Uint8Array {
  const opening = Buffer.from(`--${boundary}`);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.subarray(0, opening.length).equals(opening)) return bytes;
  const at = all.indexOf(`\r\n--${boundary}`);
  return at < 0 ? bytes : bytes.subarray(at + 2);
}

function broken(language: Language): Refusal {
  return unreadable(language, "올바른 multipart/form-data 가 아닙니다.", "it is not multipart/form-data.");
}
