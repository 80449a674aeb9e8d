/** A small fact to be stored; `n` is given once. */
export type Fact = { n: number; type: "GemsCharged" | "GemsSpent"; amount: number };

/** What one caller appends to, and how far it knows it to be: the next append holds only if that is still so. */
export type Stream = {
  /** A UUID. */
  id: string;
  length: number;
  /** Of the last event, where a store counts by positions. */
  position: string;
};

/** A stream that nothing was appended to yet. */
export const newStream = (): Stream => ({ id: crypto.randomUUID(), length: 0, position: "0" });

/** An event store as the bench uses it; what it does not have is left out. */
export type Store = {
  /** Appends in one call, checked: takes the stream further, or leaves it and returns false where it is not so any more. */
  append(stream: Stream, facts: Fact[]): Promise<boolean>;
  /** Reads every event there is, parsed, and returns how many. */
  readAll(): Promise<number>;
  /** The store's own consumer, as it is documented: tells the number of each fact until `signal` aborts. */
  tail?(seen: (n: number) => void, signal: AbortSignal): Promise<void>;
  /** Makes the read model of balances, one row a stream, from nothing; by each way that the store has. */
  rebuilds?: Record<string, () => Promise<void>>;
  /** The sum of all balances that a way of rebuilding has made. */
  total?(way: string): Promise<number>;
  close(): Promise<void>;
};

/** What a fact adds to a balance. */
export const signed = (fact: Pick<Fact, "type" | "amount">): number =>
  fact.type === "GemsCharged" ? fact.amount : -fact.amount;
