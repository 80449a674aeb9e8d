import { isRefusal, refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import { checkStrings, readBytes, readJson } from "./body.ts";
import type { BodyRoomLimits, HeldBody } from "./body_room.ts";
import type { Endpoint, Received } from "./endpoint.ts";
import { digestBody } from "./idempotency.ts";
import { readForm } from "./multipart.ts";
import { type Incoming, queryOf } from "./request.ts";

/** Limits in bytes of one body and of all together, and how long a body may take to arrive. */
export type BodyLimits = BodyRoomLimits & {
  json: number;
  form: number;
  jsonTimeoutSec: number;
  formTimeoutSec: number;
};

/** 1 MB of JSON, 16 MB of a form (an image of 15 MB and its fields); a form's time allows for a slow phone. */
export const defaultBodyLimits: BodyLimits = {
  json: 1_000_000,
  form: 16_000_000,
  jsonTimeoutSec: 30,
  formTimeoutSec: 120,
  heldPerAddress: 64_000_000,
  heldInAll: 256_000_000,
};

/**
 * Reads what an endpoint takes: its path's parts, its query and its body, not yet judged by its schemas. `digest` stands
 * for all that makes a repeat the same request. `held` is the room its body takes.
 */
export async function receive(
  endpoint: Endpoint,
  incoming: Incoming,
  limits: BodyLimits,
  held: HeldBody,
): Promise<(Received & { digest: () => string }) | Refusal> {
  const { raw, params, meta: { language } } = incoming;
  const query = queryOf(raw);
  const asked = JSON.stringify(query);
  const unstorable = checkStrings(params, language) ?? checkStrings(query, language);
  if (unstorable) return unstorable;
  const encoded = encodingOf(raw);
  if (encoded) return encoded;

  const nothing = { params, query, body: {}, files: {}, strings: false, digest: () => digestBody(asked, "") };
  const takesForm = endpoint.uploads !== undefined;
  if (!endpoint.body && !takesForm) return nothing;

  const contentType = raw.headers.get("content-type") ?? "";
  const kind = kindOf(contentType, takesForm);
  const bounds = kind === "form"
    ? { limit: endpoint.bodyLimit ?? limits.form, timeoutSec: limits.formTimeoutSec }
    : { limit: kind ? endpoint.bodyLimit ?? limits.json : 0, timeoutSec: limits.jsonTimeoutSec };
  const bytes = await readBytes(raw, { ...bounds, held });
  if (isRefusal(bytes)) {
    return kind ? bytes : refuse("request.media_type", { allowed: allowedTypes(takesForm) });
  }
  if (bytes.length === 0) return nothing;
  if (kind === "form") {
    const form = readForm(bytes, contentType, endpoint.uploads ?? [], language);
    if (isRefusal(form)) return form;
    const { fields: body, files, digest } = form;
    return { params, query, body, files, strings: true, digest: () => digestBody(asked, digest) };
  }
  const body = readJson(bytes, language);
  return isRefusal(body) ? body : { ...nothing, body, digest: () => digestBody(asked, bytes) };
}

/** Refuses a body that is compressed or otherwise encoded (RFC 9110 §8.4): nothing here unpacks one. */
function encodingOf(request: Request): Refusal | undefined {
  if (request.body === null) return undefined;
  const codings = (request.headers.get("content-encoding") ?? "").split(",").map((coding) => coding.trim());
  const encoding = codings.find((coding) => !["", "identity"].includes(coding.toLowerCase()));
  return encoding === undefined ? undefined : refuse("request.content_encoding", { encoding: encoding.slice(0, 40) });
}

/** What media type a body has, of those an endpoint takes. */
function kindOf(contentType: string, takesForm: boolean): "json" | "form" | undefined {
  const [type, ...parameters] = contentType.toLowerCase().split(";").map((part) => part.trim());
  if (type === "multipart/form-data" && takesForm) return "form";
  const charset = parameters.find((part) => part.startsWith("charset="))?.slice("charset=".length).replaceAll('"', "");
  return type === "application/json" && (charset ?? "utf-8") === "utf-8" ? "json" : undefined;
}

function allowedTypes(takesForm: boolean): string {
  return takesForm ? "multipart/form-data, application/json (UTF-8)" : "application/json (UTF-8)";
}
