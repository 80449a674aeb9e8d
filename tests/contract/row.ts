/** A row of the contract with clients, and the tests that hold it: `file: name`. */
export type Row = { row: string; tests: readonly string[] };
