import "../../src/apps.ts";
import { assert, assertEquals } from "@std/assert";
import { vocabulary } from "../../events/event.ts";
import { decoded, readSample, sampleNames } from "./samples.ts";

const definitions = Object.values(vocabulary).filter((known) => known !== undefined);

for (const definition of definitions) {
  Deno.test(`${definition.type} has a frozen sample of each of its versions`, async () => {
    const names = await sampleNames();
    for (let version = 1; version <= definition.version; version++) {
      const name = `${definition.type}.v${version}.json`;
      assert(names.includes(name), `Write tests/events/samples/${name}, and never change it.`);
    }
  });
}

Deno.test("every frozen sample decodes to what its type's newest schema allows, and carries the same tags", async () => {
  for (const name of await sampleNames()) {
    const sample = await readSample(name);
    assertEquals(name, `${sample.type}.v${sample.version}.json`);
    const event = await decoded(sample);
    assert(event, `${sample.type} is not in the vocabulary any more, and stands in logs.`);
    const definition = vocabulary[event.type];
    assert(definition);
    assertEquals(definition.schema.parse(event.data), event.data, name);
    const again = (definition as unknown as (data: unknown) => { tags: string[] })(event.data);
    assertEquals(again.tags, event.tags, name);
  }
});

Deno.test("no tag holds a personal value in plain text", async () => {
  for (const name of await sampleNames()) {
    const { type, tags, data } = await readSample(name);
    const definition = definitions.find((known) => known.type === type);
    assert(definition);
    for (const field of Object.keys(definition.personal)) {
      const value = data[field];
      if (value === null || value === undefined) continue;
      const text = String(value).toLowerCase();
      assertEquals(tags.filter((tag) => tag.toLowerCase().includes(text)), [], `${name}: ${field}`);
    }
  }
});

Deno.test("every personal field is one of the event's, and its subject an id or a key of its own", () => {
  for (const { type, personal } of definitions) {
    for (const [field, subject] of Object.entries(personal)) {
      assert(field !== subject && /Id$|^sealedFor$/.test(subject), `${type}.${field} belongs to ${subject}`);
    }
  }
});
