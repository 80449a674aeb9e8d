import { load } from "./packages.ts";
import { serve } from "./serve.ts";
import { type Fact, signed, type Store } from "./store.ts";

type Read = { type: Fact["type"]; data: { n: number; amount: number } };
type Projection = { name: string };
type Rebuild = { start(): Promise<void>; close(): Promise<void> };
type Executor = { query(sql: unknown): Promise<{ rows: Record<string, unknown>[] }> };

/** What the bench uses of @event-driven-io/emmett-postgresql. */
type Emmett = {
  getPostgreSQLEventStore(url: string): {
    appendToStream(
      name: string,
      events: { type: string; data: unknown; metadata: unknown }[],
      options: { expectedStreamVersion: bigint },
    ): Promise<{ nextExpectedStreamVersion: bigint; lastEventGlobalPosition: bigint }>;
    consumer(): {
      reactor(of: { processorId: string; startFrom: "BEGINNING"; eachMessage(message: Read): void }): unknown;
      start(): Promise<void>;
      stop(): Promise<void>;
    };
    schema: { migrate(): Promise<unknown> };
    close(): Promise<void>;
  };
  readMessagesBatch(execute: Executor, options: { after: bigint; batchSize: number }): Promise<{
    messages: Read[];
    currentGlobalPosition: bigint;
    areMessagesLeft: boolean;
  }>;
  pongoSingleStreamProjection(of: {
    collectionName: string;
    canHandle: Fact["type"][];
    initialState(): { balance: number };
    evolve(document: { balance: number }, event: Read): { balance: number };
  }): Projection;
  postgreSQLRawBatchSQLProjection(of: {
    name: string;
    canHandle: Fact["type"][];
    evolve(events: (Read & { metadata: { streamName: string } })[]): unknown[];
    init?(): unknown;
  }): Projection;
  rebuildPostgreSQLProjections(of: {
    connectionString: string;
    projections: { projection: Projection; processorId: string; truncateOnStart: boolean }[];
  }): Rebuild;
};
type Dumbo = {
  dumbo(of: { connectionString: string }): { execute: Executor; close(): Promise<void> };
  rawSql(text: string): unknown;
};

const wallet = (id: string) => `wallet-${id}`;
const pageSize = 5_000;
/** Its document store, with which its projections are documented first. */
const pongo = "documents (Pongo)";

const canHandle: Fact["type"][] = ["GemsCharged", "GemsSpent"];

function documentsOf(emmett: Emmett): Projection {
  return emmett.pongoSingleStreamProjection({
    collectionName: "balances",
    canHandle,
    initialState: () => ({ balance: 0 }),
    evolve: (document, { type, data }) => ({ ...document, balance: document.balance + signed({ type, ...data }) }),
  });
}

function statementsOf(emmett: Emmett, rawSql: Dumbo["rawSql"]): Projection {
  return emmett.postgreSQLRawBatchSQLProjection({
    name: "balances_sql",
    canHandle,
    init: () => [
      rawSql("CREATE TABLE IF NOT EXISTS balances_sql (wallet text PRIMARY KEY, balance integer NOT NULL)"),
      rawSql("TRUNCATE balances_sql"),
    ],
    evolve: (events) =>
      events.map(({ type, data, metadata }) =>
        rawSql(
          `INSERT INTO balances_sql VALUES ('${metadata.streamName}', ${signed({ type, ...data })})
           ON CONFLICT (wallet) DO UPDATE SET balance = balances_sql.balance + EXCLUDED.balance`,
        )
      ),
  });
}

/** Returns what rebuilds a projection, each time under an id of its own. */
function rebuilder(emmett: Emmett, url: string): (projection: Projection) => Promise<void> {
  let rebuilt = 0;
  return async (projection) => {
    // one that has come to the end before would begin there, and make an empty read model
    const processorId = `rebuild ${++rebuilt}`;
    const consumer = emmett.rebuildPostgreSQLProjections({
      connectionString: url,
      projections: [{ projection, processorId, truncateOnStart: true }],
    });
    await consumer.start();
    await consumer.close();
  };
}

async function open(url: string): Promise<Store> {
  const emmett = await load<Emmett>("@event-driven-io/emmett-postgresql");
  const { dumbo, rawSql } = await load<Dumbo>("@event-driven-io/dumbo");
  const store = emmett.getPostgreSQLEventStore(url);
  await store.schema.migrate();
  const reading = dumbo({ connectionString: url });
  const documents = documentsOf(emmett);
  const statements = statementsOf(emmett, rawSql);
  const rebuild = rebuilder(emmett, url);

  return {
    async append(stream, facts) {
      const events = facts.map(({ type, n, amount }) => ({ type, data: { n, amount }, metadata: { app: "calls" } }));
      try {
        await store.appendToStream(wallet(stream.id), events, { expectedStreamVersion: BigInt(stream.length) });
      } catch (error) {
        if (error instanceof Error && error.message.includes("Expected version")) return false;
        throw error;
      }
      stream.length += facts.length;
      return true;
    },
    async readAll() {
      let count = 0;
      for (let after = 0n;;) {
        const page = await emmett.readMessagesBatch(reading.execute, { after, batchSize: pageSize });
        count += page.messages.length;
        after = page.currentGlobalPosition;
        if (page.messages.length < pageSize) return count;
      }
    },
    async tail(seen, signal) {
      const consumer = store.consumer();
      consumer.reactor({ processorId: "tail", startFrom: "BEGINNING", eachMessage: ({ data }) => seen(data.n) });
      signal.addEventListener("abort", () => void consumer.stop());
      await consumer.start();
    },
    rebuilds: { [pongo]: () => rebuild(documents), "SQL by batch": () => rebuild(statements) },
    async total(way) {
      const { rows: [{ total }] } = await reading.execute.query(rawSql(
        way === pongo
          ? "SELECT sum((data->>'balance')::bigint) AS total FROM balances"
          : "SELECT sum(balance) AS total FROM balances_sql",
      ));
      return Number(total);
    },
    async close() {
      await reading.close();
      await store.close();
    },
  };
}

await serve(open);
