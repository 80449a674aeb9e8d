import { parseArgs } from "node:util";
import { talk, type Talked } from "./chat/talking.ts";
import { median, percentile, spread } from "./measure.ts";
import { chatContenders, startContender } from "./sockets/contenders.ts";

/** How much `benchChat` does. */
export type ChatOptions = {
  rounds: number;
  /** That one measurement takes. */
  seconds: number;
  clients: number;
  /** Messages that each has on their way at once. */
  onTheirWay: number;
};

type Name = keyof typeof chatContenders;
const names = Object.keys(chatContenders) as Name[];
/** What a message's frame is called at each. */
const frameType: Record<Name, string> = { "inyeon": "sendMessage", "bare relay": "call.signal" };

/**
 * Messages end to end, sent → stored → received, beside a relay that passes the same frames on and stores nothing: in
 * turn in the same run, the server in one process, its clients in this one. Many with several on their way, and two
 * people with one.
 */
async function benchChat(options: Partial<ChatOptions> = {}): Promise<void> {
  const { rounds = 5, seconds = 3, clients = 100, onTheirWay = 4 } = options;
  const loads = [{ clients, onTheirWay }, { clients: 2, onTheirWay: 1 }];
  const talked: Record<Name, Talked[][]> = { "inyeon": [[], []], "bare relay": [[], []] };
  for (let round = 0; round < rounds; round++) {
    // who comes first changes: a machine that is slow for a while is slow for all
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      for (const [n, load] of loads.entries()) {
        await using contender = await startContender(chatContenders[name], load.clients);
        talked[name][n].push(await talk(contender, { ...load, seconds, type: frameType[name] }));
      }
    }
  }
  console.log(`messages sent → received, ${rounds} rounds in turn of ${seconds} s, median (lowest–highest):`);
  for (const [n, load] of loads.entries()) {
    console.log(`${load.clients} people, ${load.onTheirWay} on their way each:`);
    console.table(Object.fromEntries(names.map((name) => [name, {
      "messages/s": spread(talked[name][n].map(({ perSecond }) => perSecond)),
      "p50 ms": took(talked[name][n], 0.5),
      "p99 ms": took(talked[name][n], 0.99),
    }])));
    const ratios = talked.inyeon[n].map(({ perSecond }, round) => perSecond / talked["bare relay"][n][round].perSecond);
    console.log(`  ours beside the relay: ${median(ratios).toFixed(2)}`);
  }
}

function took(rounds: readonly Talked[], share: number): string {
  return median(rounds.map(({ tookMs }) => percentile(tookMs, share))).toFixed(2);
}

/** Reads the options of the command line and runs. */
export async function benchChatAsAsked(args: string[]): Promise<void> {
  const number = { type: "string" } as const;
  const options = { rounds: number, seconds: number, clients: number, "on-their-way": number };
  const { values } = parseArgs({ args, options });
  const given = (text: string | undefined) => text === undefined ? undefined : Number(text);
  await benchChat({
    rounds: given(values.rounds),
    seconds: given(values.seconds),
    clients: given(values.clients),
    onTheirWay: given(values["on-their-way"]),
  });
}
