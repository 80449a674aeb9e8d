/** An answer that the contract does not allow for what was sent. */
export type Surprise = { endpoint: string; status: string; sent: string; detail: string; person: number };

/** Surprises that differ in numbers only: the first of them, and how many there were. */
export type Surprises = { first: Surprise; times: number };

/** What the clients saw. */
export type Records = {
  /** Milliseconds of every answered request, by endpoint. Those that wait by design are named apart. */
  latencies: Map<string, number[]>;
  /** Answers by status or problem code. */
  statuses: Map<string, number>;
  requests: number;
  /** Requests broken off half-way by the client. */
  aborted: number;
  /** Answers given to a request that was sent again. */
  repeated: number;
  surprises: number;
  surprisesByKind: Map<string, Surprises>;
  /** Milliseconds that something took, by what it was. */
  times: Map<string, number[]>;
  /** What people did or heard, by name. */
  counts: Map<string, number>;
  answered(endpoint: string, ms: number, status: string): void;
  surprised(surprise: Surprise): void;
  count(what: string): void;
  took(what: string, ms: number): void;
};

/** Begins to take notes. */
export function newRecords(): Records {
  const records: Records = {
    latencies: new Map(),
    statuses: new Map(),
    requests: 0,
    aborted: 0,
    repeated: 0,
    surprises: 0,
    surprisesByKind: new Map(),
    times: new Map(),
    counts: new Map(),
    answered(endpoint, ms, status) {
      note(records.latencies, endpoint, ms);
      records.statuses.set(status, (records.statuses.get(status) ?? 0) + 1);
    },
    surprised(surprise) {
      records.surprises++;
      const kind = `${surprise.endpoint} ${surprise.status} ${surprise.detail.slice(0, 120)}`.replace(
        /[0-9a-f-]{8,}|\d+/g,
        "#",
      );
      const known = records.surprisesByKind.get(kind);
      if (known) known.times++;
      else records.surprisesByKind.set(kind, { first: surprise, times: 1 });
    },
    count: (what) => records.counts.set(what, (records.counts.get(what) ?? 0) + 1),
    took: (what, ms) => note(records.times, what, ms),
  };
  return records;
}

function note(numbers: Map<string, number[]>, what: string, number: number): void {
  const known = numbers.get(what);
  if (known) known.push(number);
  else numbers.set(what, [number]);
}

/** The value below which a share of the values lies (nearest rank); undefined when there are none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
