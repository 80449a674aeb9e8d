import type { Sql } from "postgres";
import type { Needles } from "../privacy/needles.ts";
import { apps } from "./apps.ts";
import { brought } from "./brought.ts";
import type { Person } from "./client.ts";
import type { TestServer } from "./server.ts";

/** Who is there to make things with, and the ids of the things that were made before, by their kind. */
export type Cast = {
  server: TestServer;
  one: Person;
  two: Person;
  three: Person;
  things: Readonly<Record<string, string>>;
};

/** A thing that belongs to people. */
export type Thing = {
  /** Makes one; it belongs to `owner`. */
  make(cast: Cast): Promise<{ id: string; owner: Person }>;
  /** How requests name it: in a path or a body. */
  names(id: string): Record<string, unknown>;
};

/** Someone who reads an endpoint, at another path than its own where that has names. */
export type Reader = { reader: Person; path?: string };

/** How an app's endpoints are asked by a test that knows none of them. */
export type Requests = {
  /** What bodies hold besides what they name: the fields of all its endpoints. */
  body?: Readonly<Record<string, unknown>>;
  /** What an endpoint needs besides that, by the name of its access. */
  of?: Readonly<
    Record<
      string,
      { query?: string; params?: Readonly<Record<string, string>>; body?: Readonly<Record<string, unknown>> }
    >
  >;
};

/** Lists of an app, by their path. */
export type Lists = {
  /** How many items each answers by default, and how many at most. */
  bounds: Readonly<Record<string, [standard: number, most: number]>>;
  /** Somebody with at least two items in each. */
  readers(server: TestServer): Promise<Record<string, Reader>>;
};

/** What a person says and shows in an app, and nobody else does. */
export type Life = {
  /** Lets `mina` say it, where `juno` may hear it: what is searched for, by what it is. All of it is in her export. */
  live(of: { server: TestServer; mina: Person; juno: Person }): Promise<Needles>;
  /** What of it stands in the log and in no table or file, by what it is. */
  loggedAlone?: readonly string[];
  /** Paths at which the other sees what is hers, and what they see there. */
  seen?: Readonly<Record<string, readonly string[]>>;
  /** Holds what the other sees at those paths once her account is erased: their history stands. */
  left?(seen: Readonly<Record<string, string>>): void;
};

/**
 * What an app brings for the tests that go through all apps. It lies in `tests/<app>/matrix.ts`, or beside an app that is
 * of the tests alone, as `export const matrix`.
 */
export type Matrix = {
  /** How to make what belongs to people there: each kind of its `owned`, in an order in which they can be made. */
  things?: Readonly<Record<string, Thing>>;
  requests?: Requests;
  lists?: Lists;
  /** Who reads its endpoints where not anybody can, by the name of their access. */
  readers?(server: TestServer): Promise<Record<string, Reader>>;
  /** How many events a GET leaves where it leaves any, by the name of its access. */
  reads?: Readonly<Record<string, number>>;
  /** What it notes of its people beside the log, as a number that changes with it. */
  noted?(sql: Sql): Promise<number>;
  life?: Life;
};

/** What each app brings, by its name. */
export async function matrices(): Promise<[app: string, Matrix][]> {
  return await Promise.all(apps.map(async ({ name }): Promise<[string, Matrix]> => {
    return [name, (await brought<{ matrix: Matrix }>(name, "matrix.ts"))?.matrix ?? {}];
  }));
}
