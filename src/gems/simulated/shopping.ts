import { z } from "zod";
import { message, type Person } from "../../app/simulates.ts";

const credited = z.object({ gems_added: z.int(), new_balance: z.int() });
const balance = z.object({ gems: z.int() });
const ledger = z.array(z.object({
  id: z.int(),
  amount: z.int(),
  reason: z.enum(["charge", "use", "refund", "grant", "gift"]),
  created_at: z.iso.datetime(),
}));
const never = z.never();

/** Buys gems, if that is possible here; returns whether they were credited. Nothing else may change the balance meanwhile. */
export async function buyGems(person: Person): Promise<boolean> {
  const { world, draw, ask } = person;
  if (!world.till) return false;
  const productId = draw.pick([...world.till.products.keys()]);
  const transactionId = draw.uuid();
  const token = await world.till.token(transactionId, productId, "payment");
  const reply = await charge(person, token);
  if ("problem" in reply) return false;
  world.count("purchases");
  const { gems_added, new_balance } = reply.body;
  if (gems_added !== world.till.products.get(productId)) person.surprise(`${productId} gave ${gems_added} gems`);
  if (draw.chance(0.2)) {
    const again = await charge(person, token);
    if ("body" in again && again.body.new_balance !== new_balance) {
      person.surprise(`one payment gave balances ${new_balance} and ${again.body.new_balance}`);
    }
  }
  const now = await ask({ method: "GET", path: "/api/gem/balance/", answer: balance });
  if ("body" in now && now.body.gems !== new_balance) {
    person.surprise(`the balance read ${now.body.gems} right after a payment that made it ${new_balance}`);
  }
  person.receipt = { token, transactionId, productId };
  return true;
}

async function charge({ ask }: Person, payment_token: string) {
  return await ask({
    method: "POST",
    path: "/api/gem/charge/",
    body: { payment_token },
    answer: credited,
    keyed: true,
  });
}

/** Has the last payment refunded behind the server's back, and tries to have it credited once more. May leave a debt. */
export async function refundLast(person: Person): Promise<void> {
  const { world, draw, ask, receipt } = person;
  if (!world.till || !receipt) return;
  person.receipt = undefined;
  const signedPayload = await world.till.token(receipt.transactionId, receipt.productId, "refund");
  const path = "/api/gem/refunds/development/";
  for (let n = draw.whole(1, 2); n > 0; n--) {
    await ask({ method: "POST", path, body: { signedPayload }, answer: message });
  }
  world.count("refunds");
  if (draw.chance(0.5)) await mustFail(person, receipt.token, "payment.revoked");
}

/** Shows a payment that was somebody else's, or none at all. */
export async function cheat(person: Person): Promise<void> {
  const { world, draw } = person;
  if (!world.till) return;
  const other = draw.pick(world.people);
  if (other.receipt && other !== person) await mustFail(person, other.receipt.token, "payment.of_another");
  else await mustFail(person, "not a token", "payment.invalid");
}

async function mustFail(
  { ask }: Person,
  payment_token: string,
  problem: "payment.of_another" | "payment.revoked" | "payment.invalid",
): Promise<void> {
  const path = "/api/gem/charge/";
  await ask({
    method: "POST",
    path,
    body: { payment_token },
    answer: never,
    good: [],
    problems: [problem],
    keyed: true,
  });
}

/** Reads the ledger, which must be in order and hold nothing but what there is. */
export async function readLedger(person: Person): Promise<void> {
  const reply = await person.ask({ method: "GET", path: "/api/gem/transactions/", query: "?limit=50", answer: ledger });
  if ("problem" in reply) return;
  const times = reply.body.map((entry) => Date.parse(entry.created_at));
  if (times.some((time, n) => n > 0 && time > times[n - 1])) person.surprise("the ledger is not newest first");
}

declare module "../../app/simulates.ts" {
  interface Person {
    /** The last payment that was credited to them and not refunded. */
    receipt?: { token: string; transactionId: string; productId: string };
  }
}
