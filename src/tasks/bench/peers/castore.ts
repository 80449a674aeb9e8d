import { load } from "./packages.ts";
import { serve } from "./serve.ts";
import type { Store } from "./store.ts";

type Context = { eventStoreId: string };

/** What the bench uses of @castore/event-storage-adapter-postgres. */
type Adapter = {
  pushEvent(
    event: { aggregateId: string; version: number; type: string; payload: unknown; metadata: unknown },
    context: Context,
  ): Promise<unknown>;
  pushEventGroup(options: { force?: boolean }, ...events: object[]): Promise<unknown>;
  groupEvent(event: object): { context?: Context };
  getEvents(aggregateId: string, context: Context): Promise<{ events: unknown[] }>;
  listAggregateIds(context: Context, options: { limit?: number; pageToken?: string }): Promise<{
    aggregateIds: { aggregateId: string }[];
    nextPageToken?: string;
  }>;
};
type Castore = {
  PostgresEventStorageAdapter: {
    new (options: { connectionString: string }): Adapter;
    createEventTable(options: { connectionString: string }): Promise<unknown>;
  };
};

const context = { eventStoreId: "wallet" };
/** Aggregates read at once: there is no reading across them. */
const readers = 8;

async function open(url: string): Promise<Store> {
  const { PostgresEventStorageAdapter } = await load<Castore>("@castore/event-storage-adapter-postgres");
  await PostgresEventStorageAdapter.createEventTable({ connectionString: url });
  const adapter = new PostgresEventStorageAdapter({ connectionString: url });
  return {
    async append(stream, facts) {
      const events = facts.map(({ type, n, amount }, i) => ({
        aggregateId: stream.id,
        version: stream.length + i + 1,
        type,
        payload: { n, amount },
        metadata: { app: "calls" },
      }));
      try {
        if (events.length === 1) await adapter.pushEvent(events[0], context);
        else {
          await adapter.pushEventGroup(
            {},
            ...events.map((event) => {
              const grouped = adapter.groupEvent(event);
              grouped.context = context;
              return grouped;
            }),
          );
        }
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EventAlreadyExistsError") return false;
        throw error;
      }
      stream.length += facts.length;
      return true;
    },
    async readAll() {
      let count = 0;
      let pageToken: string | undefined;
      do {
        const page = await adapter.listAggregateIds(context, { limit: 1_000, ...(pageToken ? { pageToken } : {}) });
        const ids = page.aggregateIds.map(({ aggregateId }) => aggregateId);
        const read = async () => {
          for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
            count += (await adapter.getEvents(id, context)).events.length;
          }
        };
        await Promise.all(Array.from({ length: readers }, read));
        pageToken = page.nextPageToken;
      } while (pageToken);
      return count;
    },
    close: () => Promise.resolve(),
  };
}

await serve(open);
