import { type Meta, type NewEvent, vocabulary } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { PersonalKey, PersonalKeys } from "./personal.ts";
import { open, seal } from "./sealing.ts";

/** A row of `events` as it is read. */
export type StoredEvent = {
  position: number;
  type: string;
  version: number;
  tags: string[];
  data: Record<string, unknown>;
  meta: Meta;
  recorded_at: Date;
};

/** What an event needs to become a row: the rest comes with the append. */
export type EncodedEvent = Pick<StoredEvent, "type" | "version" | "tags" | "data">;

/** Where the sealed fields of an event stand in its stored data: subject → the key's id, then the box as base64. */
const sealedField = "$sealed";

type Data = Record<string, unknown>;
type Keys = ReadonlyMap<number, PersonalKey>;

/** What the log knows of a type of event; see `EventDefinition`. */
export type Definition = {
  version: number;
  personal: Record<string, string>;
  upcasters: Record<number, (data: Data) => Data>;
};

/** Types of events by name. */
export type Definitions = Record<string, Definition | undefined>;

/** Events as rows to be stored: their personal fields are null there, and sealed under their subjects' keys. */
export async function encode(
  events: readonly NewEvent[],
  keys: PersonalKeys,
  definitions: Definitions = vocabulary,
): Promise<EncodedEvent[]> {
  const personal = events.map((event) => personalOf(event, definitions[event.type]?.personal ?? {}));
  const subjects = new Set(personal.flatMap((bySubject) => [...bySubject.keys()]));
  const held: Keys = subjects.size > 0 ? await keys.forSealing(subjects) : new Map();
  return events.map(({ type, version, tags, data }, n) => {
    const bySubject = personal[n];
    if (bySubject.size === 0) return { type, version, tags, data };
    const stored: Data = { ...data };
    const sealed: Record<string, string> = {};
    for (const [subject, fields] of bySubject) {
      for (const field of Object.keys(fields)) stored[field] = null;
      const { id, key } = keyOf(held, subject);
      const plain = new TextEncoder().encode(JSON.stringify(fields));
      sealed[subject] = id + seal(key, plain, `${type} of ${subject}`).toBase64();
    }
    stored[sealedField] = sealed;
    return { type, version, tags, data: stored };
  });
}

/** An event's personal fields, by their subject. */
function personalOf({ type, data }: NewEvent, personal: Definition["personal"]): Map<number, Data> {
  const bySubject = new Map<number, Data>();
  for (const [field, subjectField] of Object.entries(personal)) {
    if (data[field] === null || data[field] === undefined) continue;
    const subject = data[subjectField];
    if (typeof subject !== "number") {
      throw new Error(`${type}.${field} is personal, and ${subjectField} names nobody: ${subject}.`);
    }
    bySubject.set(subject, { ...bySubject.get(subject), [field]: data[field] });
  }
  return bySubject;
}

function keyOf(keys: Keys, subject: number): PersonalKey {
  const key = keys.get(subject);
  if (!key) throw new Error(`There is no key for person ${subject}.`);
  return key;
}

/**
 * Rows as events: upcast to the newest version, personal fields opened, or null where their person was forgotten.
 * Types and versions that this process does not know, because a newer one wrote them, are left out.
 */
export async function decode(
  rows: readonly StoredEvent[],
  keys: PersonalKeys,
  definitions: Definitions = vocabulary,
): Promise<Event[]> {
  const subjects = new Set<number>();
  for (const row of rows) {
    for (const subject of Object.keys(row.data[sealedField] ?? {})) subjects.add(Number(subject));
  }
  const held: Keys = subjects.size > 0 ? await keys.load(subjects) : new Map();
  const events: Event[] = [];
  for (const row of rows) {
    const definition = definitions[row.type];
    if (definition && row.version <= definition.version) events.push(decodeOne(row, definition, held));
  }
  return events;
}

function decodeOne(row: StoredEvent, definition: Definition, keys: Keys): Event {
  let data = sealedField in row.data ? unsealed(row, keys) : row.data;
  for (let version = row.version; version < definition.version; version++) {
    const upcast = definition.upcasters[version];
    if (!upcast) throw new Error(`${row.type} has no upcaster from version ${version}.`);
    data = upcast(data);
  }
  return {
    type: row.type,
    version: definition.version,
    tags: row.tags,
    data,
    position: row.position,
    recordedAt: row.recorded_at,
    meta: row.meta,
  } as Event;
}

function unsealed(row: StoredEvent, keys: Keys): Data {
  const { [sealedField]: sealed, ...data } = row.data;
  for (const [subject, box] of Object.entries(sealed as Record<string, string>)) {
    const key = keys.get(Number(subject));
    // a key made after the person was forgotten is another one: what the old one sealed stays closed
    if (!key || !box.startsWith(key.id)) continue;
    const plain = open(key.key, Uint8Array.fromBase64(box.slice(key.id.length)), `${row.type} of ${subject}`);
    Object.assign(data, JSON.parse(new TextDecoder().decode(plain)));
  }
  return data;
}
