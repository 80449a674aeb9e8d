import { createHash } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Page } from "./page.ts";

/** A file that pages load: its name holds a hash of what is in it, so that it never changes. */
export type Asset = { name: string; type: string; body: Uint8Array<ArrayBuffer>; zipped: Uint8Array<ArrayBuffer> };

/** What all pages load, made of their modules. */
export type Assets = {
  /** The script of each page, by the page's path. */
  scripts: Map<string, Asset>;
  style: Asset;
  icon: Asset;
};

const ownStyle = new URL("./style/style.css", import.meta.url);
const icon = new URL("./style/icon.svg", import.meta.url);
const made = new Map<string, Promise<Assets>>();

/**
 * Makes the assets of pages, once in a process for the same pages: each script with all that it imports, and one
 * stylesheet for all. In memory: nothing is written, and nothing that is written can be older than its source.
 */
export function bundlePages(pages: readonly Page[]): Promise<Assets> {
  const key = pages.map(({ path, script, style }) => `${path} ${script} ${style}`).join("\n");
  const known = made.get(key) ?? make(pages);
  made.set(key, known);
  return known;
}

async function make(pages: readonly Page[]): Promise<Assets> {
  const styles = [ownStyle, ...pages.flatMap(({ style }) => style ? [style] : [])];
  const [scripts, sheets, picture] = await Promise.all([
    Promise.all(pages.map(async ({ path, script }) => {
      const name = path.slice(1) || "shell";
      return [path, await asset(name, "js", "text/javascript; charset=utf-8", await bundle(script))] as const;
    })),
    Promise.all(styles.map(bundle)),
    Deno.readFile(fileURLToPath(icon)),
  ]);
  return {
    scripts: new Map(scripts),
    style: await asset("style", "css", "text/css; charset=utf-8", joined(sheets)),
    icon: await asset("icon", "svg", "image/svg+xml", picture),
  };
}

async function bundle(source: URL): Promise<Uint8Array<ArrayBuffer>> {
  const path = fileURLToPath(source);
  const { success, errors, outputFiles } = await Deno.bundle({
    entrypoints: [path],
    platform: "browser",
    minify: true,
    write: false,
  }).catch((error) => {
    throw new Error(`${basename(path)} could not be bundled: ${error instanceof Error ? error.message : error}`);
  });
  const content = outputFiles?.[0]?.contents;
  if (success && content) return content;
  throw new Error(`${basename(path)} could not be bundled: ${errors.map(({ text }) => text).join("; ")}`);
}

const zip = promisify(gzip);

async function asset(stem: string, ending: string, type: string, body: Uint8Array<ArrayBuffer>): Promise<Asset> {
  const hash = createHash("sha256").update(body).digest("base64url").replaceAll(/[-_]/g, "").slice(0, 16);
  const zipped = new Uint8Array(await zip(body, { level: 9 }));
  return { name: `${stem}-${hash}.${ending}`, type, body, zipped };
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const text = parts.map((part) => new TextDecoder().decode(part)).join("");
  return new TextEncoder().encode(text);
}
