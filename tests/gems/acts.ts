import { SYSTEM } from "../../src/deciding/command.ts";
import { chargeGems } from "../../src/gems/charge_gems.ts";
import { giveGems } from "../../src/gems/give_gems.ts";
import { grantGems } from "../../src/gems/grant_gems.ts";
import { refundGems } from "../../src/gems/refund_gems.ts";
import { hashOf } from "../support/facts.ts";
import type { Acts } from "../support/world.ts";

const provider = "development";
const staff = 1;

export const acts: Acts = {
  play(scene) {
    const { act, people, random, upTo } = scene;
    const charge = (me: number, paymentHash: string) =>
      act(chargeGems, { provider, productId: "gems_100", paymentHash }, me);
    const payment = () => hashOf(`payment-${upTo(people * 2)}`);
    const give = (me: number) => {
      const met = scene.metBy(me);
      if (met) act(giveGems, { ...met, unknown: "call.unknown", gems: upTo(30) }, me);
    };
    return {
      begins() {
        act(refundGems, { provider, paymentHash: hashOf("payment-0") }, SYSTEM);
        charge(people - 1, hashOf("payment of a gift"));
        give(people - 1);
      },
      acts: [
        (me) => charge(me, payment()),
        () => random() < 0.1 && act(refundGems, { provider, paymentHash: payment() }, SYSTEM),
        give,
        (userId) => random() < 0.1 && act(grantGems, { userId, amount: upTo(30), reason: "사과" }, staff),
      ],
    };
  },
};
