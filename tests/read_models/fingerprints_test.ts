import { assertEquals, assertStringIncludes } from "@std/assert";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { projections } from "../../src/apps.ts";
import { type Fingerprint, fingerprintOf, samples } from "./fingerprint.ts";
import frozen from "./fingerprints.json" with { type: "json" };

const events = await samples();

/** What is wrong with a read model that is not as its version was frozen, and what to do. */
function changes(p: (typeof projections)[number], all: Record<string, Fingerprint>): string[] {
  const name = `${p.name} v${p.version}`;
  const [before, now] = [all[name] as Fingerprint | undefined, fingerprintOf(p, events)];
  if (!before) return [`${name} has no fingerprint. ${toFreeze(name, now)}`];
  const otherwise = Object.keys(before.folds).filter((sample) => before.folds[sample] !== now.folds[sample]);
  const changed = [
    ...before.table === now.table ? [] : ["its columns, keys, indexes or types of events"],
    ...otherwise.length === 0 ? [] : [`what it makes of ${otherwise.join(", ")}`],
  ];
  if (changed.length > 0) {
    return [
      `${name} has changed: ${changed.join(", ")}. Tables of this version are in use, and are not folded again: ` +
      `raise its version to ${p.version + 1}, leave the fingerprint of the old one, and freeze the new one.`,
    ];
  }
  const added = Object.keys(now.folds).filter((sample) => !(sample in before.folds));
  const raised = added.filter((sample) => typeOf(sample) in typesOf(before));
  if (raised.length > 0) {
    return [
      `${name} takes ${raised.join(", ")}, which processes of before leave out, and they may be the ones that fold ` +
      `it: raise its version to ${p.version + 1}, leave the fingerprint of the old one, and freeze the new one.`,
    ];
  }
  return added.length === 0 ? [] : [`${name} knows nothing of ${added.join(", ")}. ${toFreeze(name, now)}`];
}

const typeOf = (sample: string) => sample.replace(/\.v\d+$/, "");
const typesOf = ({ folds }: Fingerprint) => Object.groupBy(Object.keys(folds), typeOf);

const toFreeze = (name: string, of: Fingerprint) =>
  `Put this into tests/read_models/fingerprints.json: ${JSON.stringify({ [name]: of })}`;

for (const p of projections) {
  Deno.test(`${p.name} is what its version was frozen as`, () => {
    assertEquals(changes(p, frozen).join("\n"), "");
  });
}

Deno.test("a read model that changes needs a new version, and is told so", () => {
  const { columns, evolve, ...same } = gemBalances;
  const whole = { ...same, columns, evolve };
  const name = `${same.name} v${same.version}`;
  const says = (p: (typeof projections)[number], what: string) => {
    const [found] = changes(p, frozen);
    assertStringIncludes(found, `${name} has changed: ${what}`);
    assertStringIncludes(found, `raise its version to ${same.version + 1}, leave the fingerprint`);
  };
  says({ ...whole, columns: { ...columns, entries: "integer?" } }, "its columns, keys, indexes or types of events. ");
  says({ ...whole, indexes: [["balance"]] }, "its columns, keys, indexes or types of events. ");
  says({ ...whole, types: same.types.slice(1) }, "its columns, keys, indexes or types of events, what it makes of ");
  const generous: typeof evolve = (row, event, key) => {
    const after = evolve(row, event, key);
    return after && event.type === "GemsGranted" ? { ...after, balance: after.balance + 1 } : after;
  };
  says({ ...whole, evolve: generous }, "what it makes of ");
});

Deno.test("a new version, and a new sample, are to be frozen", () => {
  const fresh = { ...gemBalances, version: gemBalances.version + 1 };
  const [unknown] = changes(fresh, frozen);
  assertStringIncludes(unknown, `gem_balances v${fresh.version} has no fingerprint. Put this into`);
  const name = `gem_balances v${gemBalances.version}`;
  const { "GemsSpent.v1": _first, "GemsSpent.v2": _later, ...folds } = frozenFolds(name);
  const [added] = changes(gemBalances, { [name]: { ...(frozen as Record<string, Fingerprint>)[name], folds } });
  assertStringIncludes(added, `${name} knows nothing of GemsSpent.v1, GemsSpent.v2. Put this into`);
});

Deno.test("a read model gets a new version with each event that it takes, so that no older process folds it", () => {
  const name = `gem_balances v${gemBalances.version}`;
  const { "GemsSpent.v2": _later, ...folds } = frozenFolds(name);
  const [raised] = changes(gemBalances, { [name]: { ...(frozen as Record<string, Fingerprint>)[name], folds } });
  assertStringIncludes(raised, `${name} takes GemsSpent.v2, which processes of before leave out`);
  assertStringIncludes(raised, `raise its version to ${gemBalances.version + 1}`);
});

function frozenFolds(name: string): Record<string, string> {
  return (frozen as Record<string, Fingerprint>)[name].folds;
}
