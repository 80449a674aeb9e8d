import { z } from "zod";
import { isRefusal, refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import { endpoint, ok } from "./endpoint.ts";
import { reencode } from "./images.ts";
import type { Route } from "./request.ts";
import { access } from "./media_access.ts";

/** Where files lie under their names: a disk now, a bucket where one is configured. */
export type FileStore = {
  /** Stores a file whole or not at all. */
  put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Deletes a file; harmless when it is not there. */
  delete(name: string): Promise<void>;
};

/** Files of people: each is stored for somebody. */
export type MediaStore = Omit<FileStore, "put"> & {
  put(name: string, bytes: Uint8Array<ArrayBuffer>, owner: number): Promise<void>;
};

/** Names are made here, of 128 random bits: nobody can guess one, and none leaves its folder. */
const nameForm = /^[\w-]{22}\.webp$/;
const urlForm = /^\/media\/([\w-]{22}\.webp)$/;

/** Files in the folder `media` of the data directory. */
export function diskStore(dataDir: string): FileStore {
  const folder = `${dataDir}/media`;
  return {
    async put(name, bytes) {
      await Deno.mkdir(folder, { recursive: true });
      const path = `${folder}/${name}`;
      // A name appears only once its file is whole.
      await Deno.writeFile(`${path}.tmp`, bytes, { createNew: true });
      await Deno.rename(`${path}.tmp`, path);
    },
    async get(name) {
      try {
        return await Deno.readFile(`${folder}/${name}`);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    async delete(name) {
      // also what a crash left of it before it had its name
      for (const path of [`${folder}/${name}.tmp`, `${folder}/${name}`]) {
        try {
          await Deno.remove(path);
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    },
  };
}

/** Checks, re-encodes and stores somebody's image; returns the URL under which it is served, `/media/….webp`. */
export async function storeImage(store: MediaStore, bytes: Uint8Array, owner: number): Promise<string | Refusal> {
  const webp = await reencode(bytes);
  if (isRefusal(webp)) return webp;
  const name = `${
    crypto.getRandomValues(new Uint8Array(16)).toBase64({ alphabet: "base64url", omitPadding: true })
  }.webp`;
  await store.put(name, webp, owner);
  return urlOf(name);
}

/** The URL of a file, in its stored form. */
export const urlOf = (name: string) => `/media/${name}`;

/** The public address of this installation, if configured. */
export type Reached = { publicUrl?: string };

/** The URL of an image for clients: absolute if `PUBLIC_URL` is set. */
export function shownUrl<U extends string | null>({ publicUrl }: Reached, url: U): U | string {
  return url !== null && publicUrl ? `${publicUrl}${url}` : url;
}

/** The stored form of a URL from a client, which may send ours absolute or relative. */
export function keptUrl({ publicUrl }: Reached, url: string): string {
  return publicUrl && url.startsWith(`${publicUrl}/`) ? url.slice(publicUrl.length) : url;
}

/** An image by its URL; nothing when it is not there or not ours. */
export async function readImage(
  store: Pick<MediaStore, "get">,
  url: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const name = urlForm.exec(url)?.[1];
  return name === undefined ? undefined : await store.get(name);
}

/** Deletes an image by its URL; harmless when it is not there or not ours. */
export async function deleteImage(store: MediaStore, url: string): Promise<void> {
  const name = urlForm.exec(url)?.[1];
  if (name) await store.delete(name);
}

/** `GET /media/{name}`: a name never changes its content, so it may be kept for a year. */
export function mediaRoute(store: MediaStore): Route {
  return {
    method: "GET",
    path: "/media/{name}",
    async handle({ params: { name } }) {
      const bytes = nameForm.test(name) ? await store.get(name) : undefined;
      if (!bytes) return refuse("media.not_found");
      return new Response(bytes, {
        headers: {
          "content-type": "image/webp",
          "cache-control": "public, max-age=31536000, immutable",
          // web apps of other origins show them too
          "cross-origin-resource-policy": "cross-origin",
        },
      });
    },
  };
}

/** `POST /api/media`: an image in the form's field `file` → its URL. */
export function mediaEndpoint(store: MediaStore, reached: Reached) {
  return endpoint({
    ...access.storeImage,
    app: "media",
    summary: "Store an image",
    description:
      "A JPEG, PNG, WebP or AVIF of at most 15 MB and 64 megapixels. It is re-encoded as WebP, without metadata.",
    idempotent: true,
    uploads: ["file"],
    uploadsRequired: true,
    answers: { 201: z.object({ url: z.string() }).meta({ id: "StoredImage" }) },
    refusals: ["image.invalid"],
    async handle({ body: { file }, user }) {
      if (!file) return refuse("image.invalid");
      const url = await storeImage(store, file, user.userId);
      return isRefusal(url) ? url : ok(201, { url: shownUrl(reached, url) });
    },
  });
}
