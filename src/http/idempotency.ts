import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import { refuse } from "../answers/refusals.ts";
import type { Refusal } from "../answers/refusals.ts";
import type { Ok } from "./endpoint.ts";

/** An answer that can be given again: a body with its status, or a refusal. */
export type Kept = Ok<number, unknown> | Refusal;

/** Answers kept by Idempotency-Key for a day. Keys and bodies come as keyed hashes, answers are stored encrypted. */
export type Idempotency = {
  /** The hash under which a key of a client stands, and which tags the command's events. */
  keyHash(scope: { userId: number | undefined; method: string; path: string; key: string }): string;
  /** The hash of a body's digest; keyed, because bodies hold passwords. */
  bodyHash(digest: string): string;
  /**
   * Claims a key. `undefined`: go on (nobody answered yet, be it the first request or a repeat that overtakes it).
   * Otherwise the answer to give again, or the refusal of a key that came with another body.
   */
  claim(of: { hash: string; bodyHash: string; userId: number | undefined }): Promise<Kept | undefined>;
  /**
   * Keeps an answer, and returns the one to give: the first that was kept. An answer that something was done takes the
   * place of a refusal, to which a request beside it came before.
   */
  keep(hashes: { hash: string; bodyHash: string }, answer: Kept, status: number): Promise<Kept>;
  /** Deletes what is kept of a person. An answer that comes after this is not kept. */
  forget(userId: number): Promise<void>;
  /** Deletes what has expired; returns how many answers that were. */
  sweep(): Promise<number>;
};

const keepSec = 24 * 60 * 60;

type Row = { body_hash: string | null; answer: Uint8Array<ArrayBuffer> | null };

/**
 * Answers kept in the database that `sql` reaches, encrypted (AES-256-GCM) under `key` of 32 bytes. `hash` is a keyed
 * hash whose key never changes.
 */
export async function createIdempotency(
  { sql, key, hash }: { sql: Sql; key: Uint8Array; hash: (text: string) => string },
): Promise<Idempotency> {
  const box = await createBox(new Uint8Array(key));
  const opened = async (row: Row, keyHash: string) => row.answer ? await box.open(row.answer, keyHash) : undefined;
  return {
    keyHash: ({ userId, method, path, key }) =>
      hash(`idempotency|${userId ?? "public"}|${method}|${path.replace(/\/$/, "")}|${key}`),
    bodyHash: (digest) => hash(`idempotent-body|${digest}`),
    async claim({ hash, bodyHash, userId = null }) {
      const [row] = await sql<Row[]>`
        SELECT * FROM claim_idempotency_key(${hash}, ${bodyHash}, ${keepSec}, ${userId})`;
      return row.body_hash === bodyHash ? await opened(row, hash) : refuse("request.key_reused");
    },
    async keep({ hash, bodyHash }, answer, status) {
      const sealed = await box.seal(answer, hash);
      const position = "position" in answer ? answer.position ?? null : null;
      const [row] = await sql<
        Row[]
      >`SELECT * FROM keep_idempotent_answer(${hash}, ${bodyHash}, ${status}, ${sealed}, ${position})`;
      return await opened(row, hash) ?? answer;
    },
    async forget(userId) {
      await sql`DELETE FROM idempotent_answers WHERE user_id = ${userId}`;
    },
    async sweep() {
      return (await sql`DELETE FROM idempotent_answers WHERE expires_at <= now()`).count;
    },
  };
}

/** A digest of what makes two requests of one key the same: the query and the body's bytes. */
export function digestBody(query: string, bytes: Uint8Array | string): string {
  return createHash("sha256").update(`${query.length}|${query}`).update(bytes).digest("hex");
}

const ivBytes = 12;

/** Seals and opens answers; the key's hash is bound in, so that no row can stand in for another. */
async function createBox(secret: Uint8Array<ArrayBuffer>) {
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = (iv: Uint8Array<ArrayBuffer>, bound: string) => ({
    name: "AES-GCM",
    iv,
    additionalData: new TextEncoder().encode(bound),
  });
  return {
    async seal(answer: Kept, bound: string): Promise<Uint8Array> {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const plain = new TextEncoder().encode(JSON.stringify(answer));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, bound), key, plain));
      const bytes = new Uint8Array(ivBytes + sealed.length);
      bytes.set(iv);
      bytes.set(sealed, ivBytes);
      return bytes;
    },
    async open(bytes: Uint8Array<ArrayBuffer>, bound: string): Promise<Kept | undefined> {
      try {
        const iv = bytes.slice(0, ivBytes);
        const plain = await crypto.subtle.decrypt(algorithm(iv, bound), key, bytes.slice(ivBytes));
        return JSON.parse(new TextDecoder().decode(plain));
      } catch {
        // Kept under another key: as good as not kept. The command is still guarded by its tag.
        return undefined;
      }
    },
  };
}
