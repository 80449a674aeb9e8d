import type { Meta, NewEvent } from "../../events/event.ts";
import { type Event, vocabulary } from "../../events/vocabulary.ts";
import { open, type PersonalKeys, seal } from "./personal.ts";

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

/** Where the sealed fields of an event stand in its stored data: subject → base64. */
const sealedField = "$sealed";

type Data = Record<string, unknown>;
type Definition = {
  version: number;
  personal: Record<string, string>;
  upcasters: Record<number, (data: Data) => Data>;
};

const definitions: Record<string, Definition | undefined> = vocabulary;

/** The event as a row to be stored: its personal fields are null there, and sealed under their subjects' keys. */
export async function encode(event: NewEvent, keys: PersonalKeys): Promise<Omit<StoredEvent, "position" | "meta" | "recorded_at">> {
  const { type, version, tags } = event;
  const personal = Object.entries(definitions[type]?.personal ?? {});
  const data: Data = { ...event.data };
  const bySubject = new Map<number, Data>();
  for (const [field, subjectField] of personal) {
    if (data[field] === null || data[field] === undefined) continue;
    const subject = Number(data[subjectField]);
    bySubject.set(subject, { ...bySubject.get(subject), [field]: data[field] });
    data[field] = null;
  }
  if (bySubject.size > 0) {
    const sealed: Record<string, string> = {};
    for (const [subject, fields] of bySubject) {
      const plain = new TextEncoder().encode(JSON.stringify(fields));
      sealed[subject] = seal(await keys.forSealing(subject), plain, `${type} of ${subject}`).toBase64();
    }
    data[sealedField] = sealed;
  }
  return { type, version, tags, data };
}

/**
 * Rows as events: upcast to the newest version, personal fields opened, or null where their person was forgotten.
 * Types that this process does not know, because a newer one wrote them, are left out.
 */
export async function decode(rows: readonly StoredEvent[], keys: PersonalKeys): Promise<Event[]> {
  const subjects = new Set<number>();
  for (const row of rows) {
    for (const subject of Object.keys(row.data[sealedField] ?? {})) subjects.add(Number(subject));
  }
  await keys.load(subjects);
  const events: Event[] = [];
  for (const row of rows) {
    const definition = definitions[row.type];
    if (definition) events.push(decodeOne(row, definition, keys));
  }
  return events;
}

function decodeOne(row: StoredEvent, definition: Definition, keys: PersonalKeys): Event {
  let data = row.data;
  if (sealedField in data) data = unsealed(row, keys);
  for (let version = row.version; version < definition.version; version++) {
    data = definition.upcasters[version](data);
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

function unsealed(row: StoredEvent, keys: PersonalKeys): Data {
  const { [sealedField]: sealed, ...data } = row.data;
  for (const [subject, box] of Object.entries(sealed as Record<string, string>)) {
    const key = keys.get(Number(subject));
    if (!key) continue;
    const plain = open(key, Uint8Array.fromBase64(box), `${row.type} of ${subject}`);
    Object.assign(data, JSON.parse(new TextDecoder().decode(plain)));
  }
  return data;
}
