import type { Context } from "hono";
import { acceptsLanguages } from "@std/http";
import { isLocal } from "./local.ts";
import { browserOf } from "./browser.ts";
import type { Incoming, Language } from "./request.ts";

/** What the server hands over beside a request (serve.ts). */
export type Env = { Bindings: { remoteAddr?: Deno.NetAddr; peer?: string } };

/**
 * What routes get of a request.
 *
 * @param https whether people come by HTTPS, which their cookies then ask for
 * @param publicUrl address of this installation
 * @param proxies trusted proxies in front, each adding to X-Forwarded-For
 * @param stopping aborts when the server stops
 */
export function toIncoming(
  c: Context<Env>,
  { proxies = 0, https: secure = false, publicUrl, stopping }: {
    proxies?: number;
    https?: boolean;
    publicUrl?: string;
    stopping?: AbortSignal;
  },
): Incoming {
  const raw = c.req.raw;
  const requestId = safeToken(raw.headers.get("x-request-id")) ?? crypto.randomUUID();
  let signal: AbortSignal | undefined;
  return {
    raw,
    path: c.req.path,
    // HEAD is GET whose body Hono leaves out.
    method: raw.method === "HEAD" ? "GET" : raw.method,
    params: c.req.param(),
    isLocal: isLocal(c.env?.remoteAddr, raw.headers),
    meta: {
      requestId,
      looks: raw.method === "HEAD",
      correlationId: safeToken(raw.headers.get("x-correlation-id")) ?? requestId,
      language: languageOf(raw),
      address: addressOf(c, proxies),
      userAgent: (raw.headers.get("user-agent") ?? "").slice(0, 512),
      browser: browserOf(raw, { secure, publicUrl }),
    },
    added: new Headers(),
    peer: c.env?.peer ?? "local",
    get signal() {
      // Made on demand: few requests wait, and a combined signal costs more than most requests do.
      return signal ??= stopping ? AbortSignal.any([raw.signal, stopping]) : raw.signal;
    },
  };
}

function safeToken(value: string | null): string | undefined {
  return value !== null && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

function languageOf(request: Request): Language {
  return acceptsLanguages(request, "ko", "en") === "en" ? "en" : "ko";
}

function addressOf(c: Context<Env>, proxies: number): string {
  const forwarded = proxies > 0 ? c.req.header("x-forwarded-for")?.split(",").at(-proxies)?.trim() : undefined;
  return withoutPort(forwarded ?? "") || (c.env?.remoteAddr?.hostname ?? "local");
}

/** Some proxies add the port, which is another for each connection: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  return /^\[([^\]]*)\](:\d+)?$/.exec(address)?.[1] ?? address.replace(/^([^:]*):\d+$/, "$1");
}
