import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { folder, load, type Pg, type PgPool } from "./packages.ts";
import { serve } from "./serve.ts";
import type { Store } from "./store.ts";

type Message = { data: string; metadata: string; global_position: string };

const category = "wallet";
const pageSize = 5_000;
const pollMs = 100;

/** Its installer runs psql over its files in this order; here they go over the connection. */
const parts = ["schema", "extensions", "tables", "types", "functions", "indexes", "views"];

async function install(pool: PgPool): Promise<void> {
  const root = join(folder, "node_modules", "@eventide", "message-db", "database");
  const texts = [];
  for (const part of parts) {
    const files = (await readdir(join(root, part))).filter((file) => file.endsWith(".sql")).sort();
    for (const file of files) texts.push(await readFile(join(root, part, file), "utf8"));
  }
  const { rows: [{ taken }] } = await pool.query<{ taken: boolean }>(
    "SELECT to_regclass('message_store.messages') IS NOT NULL AS taken",
  );
  if (taken) return;
  await pool.query(`SET check_function_bodies = off; SET client_min_messages = warning; ${texts.join(";\n")}`);
}

async function open(url: string): Promise<Store> {
  const { default: { Pool } } = await load<Pg>("pg");
  const installing = new Pool({ connectionString: url, max: 1 });
  await install(installing);
  await installing.end();
  // its functions name one another without their schema
  const pool = new Pool({
    connectionString: `${url}?options=${encodeURIComponent("-c search_path=message_store,public")}`,
  });

  const page = async (from: bigint) =>
    (await pool.query<Message>("SELECT * FROM get_category_messages($1, $2, $3)", [category, from, pageSize])).rows;
  const parsed = ({ data, metadata }: Message) => ({ data: JSON.parse(data), metadata: JSON.parse(metadata) });

  return {
    async append(stream, facts) {
      const name = `${category}-${stream.id}`;
      // one message a call is all that it has; several go as one statement, which is one transaction
      const calls = facts.map((_, i) => {
        const at = i * 3;
        return `write_message(gen_random_uuid()::varchar, $1, $${at + 2}, $${at + 3}, '{"app": "calls"}', $${at + 4})`;
      });
      const values = facts.flatMap(({ type, n, amount }, i) => [type, { n, amount }, stream.length + i - 1]);
      try {
        await pool.query(`SELECT ${calls.join(", ")}`, [name, ...values]);
      } catch (error) {
        if (error instanceof Error && error.message.includes("Wrong expected version")) return false;
        throw error;
      }
      stream.length += facts.length;
      return true;
    },
    async readAll() {
      let count = 0;
      for (let from = 1n;;) {
        const messages = (await page(from)).map((message) => ({ ...message, ...parsed(message) }));
        count += messages.length;
        if (messages.length < pageSize) return count;
        from = BigInt(messages[messages.length - 1].global_position) + 1n;
      }
    },
    async tail(seen, signal) {
      for (let from = 1n; !signal.aborted;) {
        const messages = await page(from);
        for (const message of messages) seen(parsed(message).data.n);
        const last = messages.at(-1);
        if (last) from = BigInt(last.global_position) + 1n;
        else await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
    },
    close: () => pool.end(),
  };
}

await serve(open);
