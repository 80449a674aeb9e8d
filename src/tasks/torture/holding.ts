import type { Sql } from "postgres";
import { connect } from "../../database/connect.ts";
import type { Cluster } from "./cluster.ts";
import type { Turn } from "./schedule.ts";
import { pause, wait } from "./waiting.ts";

/** What our own connections are called; those are not killed. */
export const ours = "torture";

const lookWithinMs = 2_000;

/** Keeps open what a turn says. */
export type Holding = {
  /** Ends what is held and begins what this turn says. */
  turn(turn: Turn): Promise<void>;
  /** Begins it again, because the database was stopped. */
  again(): Promise<void>;
  end(): Promise<void>;
  /** Where what should have stood still moved. */
  wrong: string[];
};

/** The first has a transaction id, behind which readers that go by those would wait. `began` tells the transaction. */
const idle = "SELECT now()::text AS began, pg_current_xact_id()::text AS seen";
const head = "SELECT now()::text AS began, coalesce(max(last_position), 0)::text AS seen FROM log_batches";

type Look = { began: string; seen: string };
type Held = { sql: Sql; look: () => Promise<Look>; first: Look };

/** Holds transactions on a cluster; nothing is held yet. */
export function makeHolding({ url, otherUrl }: Cluster): Holding {
  let current: Turn | undefined;
  let held: Held | undefined;
  let last = Promise.resolve();
  const wrong: string[] = [];

  async function begin(): Promise<void> {
    switch (current) {
      case "a transaction left idle in this database":
        held = await hold(url, "BEGIN", idle);
        break;
      case "a transaction left idle in another database":
        held = await hold(otherUrl, "BEGIN", idle);
        break;
      case "a long snapshot held open":
        held = await hold(url, "BEGIN ISOLATION LEVEL REPEATABLE READ", head);
    }
  }

  /** Ends what is held, which must see what it saw in the beginning, unless a stop of the database has cut it off. */
  async function letGo(): Promise<void> {
    if (!held) return;
    const { sql, look, first } = held;
    held = undefined;
    const looked = new AbortController();
    const now = await Promise.race([look(), wait(lookWithinMs, looked.signal)]).catch(() => {});
    looked.abort();
    if (now?.began === first.began && now.seen !== first.seen) {
      wrong.push(`${current} saw ${first.seen} and then ${now.seen}`);
    }
    await sql.end({ timeout: 0 });
  }

  /** Turns and stops come from two sides. */
  function inOrder(act: () => Promise<void>): Promise<void> {
    return last = last.then(act);
  }

  return {
    wrong,
    turn: (turn) =>
      inOrder(async () => {
        await letGo();
        current = turn;
        await begin();
      }),
    again: () =>
      inOrder(async () => {
        await letGo();
        await begin();
      }),
    end: () => inOrder(letGo),
  };
}

/** Begins a transaction, as often as it takes, and looks into the database from it. */
async function hold(url: string, begin: string, question: string): Promise<Held> {
  for (;;) {
    const sql = connect(url, { max: 1, applicationName: ours });
    try {
      await sql.unsafe(begin).simple();
      const look = async () => (await sql.unsafe<Look[]>(question))[0];
      return { sql, look, first: await look() };
    } catch {
      await sql.end({ timeout: 0 });
      await pause(100);
    }
  }
}
