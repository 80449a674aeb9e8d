import { load, type Pg, type PgPool } from "./packages.ts";
import { serve } from "./serve.ts";
import type { Store } from "./store.ts";

type Position = { toString(): string };
type Query = { isAll: boolean };
type Tags = { length: number };
type Stored = { event: { data: { n: number; amount: number } }; position: Position };

/** What the bench uses of @dcb-es/event-store and @dcb-es/event-store-postgres. */
type Core = {
  Query: { all(): Query; fromItems(items: { types: string[]; tags?: Tags }[]): Query };
  Tags: { fromObj(tags: Record<string, string>): Tags };
  SequencePosition: { fromString(position: string): Position };
  AppendConditionError: new () => Error;
};
type Postgres = {
  PostgresEventStore: new (options: { pool: PgPool }) => {
    ensureInstalled(): Promise<void>;
    append(command: {
      events: { type: string; tags: Tags; data: unknown; metadata: unknown }[];
      condition: { failIfEventsMatch: Query; after: Position };
    }): Promise<Position>;
    read(query: Query): AsyncGenerator<Stored>;
    subscribe(query: Query, options: { signal: AbortSignal }): AsyncGenerator<Stored>;
  };
};

async function open(url: string): Promise<Store> {
  const { default: { Pool } } = await load<Pg>("pg");
  const { Query, Tags, SequencePosition, AppendConditionError } = await load<Core>("@dcb-es/event-store");
  const { PostgresEventStore } = await load<Postgres>("@dcb-es/event-store-postgres");
  const pool = new Pool({ connectionString: url });
  const store = new PostgresEventStore({ pool });
  await store.ensureInstalled();
  return {
    async append(stream, facts) {
      const tags = Tags.fromObj({ wallet: stream.id });
      try {
        const position = await store.append({
          events: facts.map(({ type, n, amount }) => ({ type, tags, data: { n, amount }, metadata: { app: "calls" } })),
          condition: {
            failIfEventsMatch: Query.fromItems([{ types: ["GemsCharged", "GemsSpent"], tags }]),
            after: SequencePosition.fromString(stream.position),
          },
        });
        stream.position = position.toString();
      } catch (error) {
        if (error instanceof AppendConditionError) return false;
        throw error;
      }
      stream.length += facts.length;
      return true;
    },
    async readAll() {
      let count = 0;
      for await (const _event of store.read(Query.all())) count++;
      return count;
    },
    async tail(seen, signal) {
      for await (const { event } of store.subscribe(Query.all(), { signal })) seen(event.data.n);
    },
    close: () => pool.end(),
  };
}

await serve(open);
