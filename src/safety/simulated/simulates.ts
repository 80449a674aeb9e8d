import { z } from "zod";
import { apart, type Person, type Simulates, type Teller } from "../../app/simulates.ts";
import { access } from "../access.ts";

type Meeting = Person["met"][number];

const blocked = z.object({ block_id: z.int() });
const reported = z.object({ report_id: z.int() });
const listedBlocks = z.array(z.object({ block_id: z.int(), met: z.object({ kind: z.string(), id: z.int() }) }));

/** People block or report somebody now and then, whom they met in whatever app. */
export const simulates: Simulates = {
  opens: () => ({ blocks: new Map() }),
  life(person) {
    const inOne = async (act: (person: Person, meeting: Meeting) => Promise<void>) => {
      const kinds = [...Map.groupBy(person.met, ({ kind }) => kind).values()];
      if (kinds.length > 0) await act(person, person.draw.pick(person.draw.pick(kinds)));
    };
    return {
      acts: [
        { likelihood: 0.15, act: () => inOne(block) },
        { likelihood: 0.1, act: () => inOne(report) },
        { likelihood: 0.03, act: () => lookAtBlocks(person) },
        { likelihood: 0.02, act: () => meddle(person) },
      ],
      leaves: () => lookAtBlocks(person),
    };
  },
  tells,
};

const naming = ({ kind, id }: Meeting) => ({ [`${kind}_id`]: id });

/** Blocks the other of a meeting: from now on the two are apart in every app. */
async function block(person: Person, meeting: Meeting): Promise<void> {
  const { ask, surprise, userId, world: { blocks, facts, count } } = person;
  const isApart = facts.begin(apart(userId, meeting.other.userId));
  const reply = await ask({ ...access.blockPerson, body: naming(meeting), answer: blocked, good: [201], keyed: true });
  isApart("body" in reply);
  if ("problem" in reply) return;
  count("blocks");
  const { block_id } = reply.body;
  const known = ofPerson(person).find(([, { met }]) => met.other === meeting.other);
  if (known && known[0] !== block_id) surprise(`${meeting.other.userId} is blocked twice: ${known[0]} and ${block_id}`);
  if (!known) blocks.set(block_id, { by: userId, met: meeting });
}

const ofPerson = ({ world, userId }: Person) => [...world.blocks].filter(([, { by }]) => by === userId);

/** Reports the other of a meeting; a second report of it is the first. */
async function report(person: Person, meeting: Meeting): Promise<void> {
  const { ask, draw, surprise, world: { count } } = person;
  const again = async () => {
    const reason = draw.pick(["harassment", "fraud", "other"]);
    const body = { reason, comment: "다시는 만나고 싶지 않아요.", ...naming(meeting) };
    return await ask({ ...access.reportPerson, body, answer: reported, good: [201], keyed: true });
  };
  const reply = await again();
  if ("problem" in reply) return;
  count("reports");
  const second = draw.chance(0.3) ? await again() : reply;
  if ("body" in second && second.body.report_id !== reply.body.report_id) {
    surprise(`one meeting has reports ${reply.body.report_id} and ${second.body.report_id} of one person`);
  }
}

/** Looks whom one has blocked: all of them, and nobody else. */
async function lookAtBlocks(person: Person): Promise<void> {
  const { ask, surprise } = person;
  const reply = await ask({ ...access.blocks, query: "?limit=1000", answer: listedBlocks });
  if ("problem" in reply) return;
  const listed = reply.body.map(({ block_id, met }) => `${block_id}: ${met.kind} ${met.id}`).sort();
  const known = ofPerson(person).map(([id, { met }]) => `${id}: ${met.kind} ${met.id}`).sort();
  if (listed.join() !== known.join()) surprise(`the list of blocks is ${listed.join(", ")}, not ${known.join(", ")}`);
}

/** Takes back a block of somebody else, which is answered as if there were none. */
async function meddle({ ask, draw, userId, world }: Person): Promise<void> {
  const foreign = [...world.blocks].filter(([, { by }]) => by !== userId).map(([block_id]) => block_id);
  if (foreign.length === 0) return;
  await ask({
    ...access.unblockPerson,
    params: { block_id: draw.pick(foreign) },
    answer: z.never(),
    good: [],
    problems: ["block.unknown"],
  });
}

function tells(): Teller {
  const counts = { PersonBlocked: 0, PersonReported: 0 };
  return {
    see({ type }) {
      if (type in counts) counts[type as keyof typeof counts]++;
    },
    says: () => ({ safety: `${counts.PersonBlocked} blocks, ${counts.PersonReported} reports` }),
  };
}

declare module "../../app/simulates.ts" {
  interface World {
    /** The blocks of a run, by id: whose they are, and where the two met. */
    blocks: Map<number, { by: number; met: Meeting }>;
  }
}
