import { SYSTEM } from "../../src/deciding/command.ts";
import { reinstateAccount } from "../../src/safety/reinstate_account.ts";
import { setStaff } from "../../src/safety/set_staff.ts";
import { unblockPerson } from "../../src/safety/unblock_person.ts";
import { blockPerson, reportPerson, suspendAccount } from "../support/commands.ts";
import type { Acts } from "../support/world.ts";

const staff = 1;

export const acts: Acts = {
  play(scene) {
    const { act, last, now, people, random, upTo } = scene;
    const block = (me: number) => {
      const met = scene.metBy(me);
      if (met) act(blockPerson, met, me);
    };
    const report = (me: number) => {
      const met = scene.metBy(me);
      if (!met) return;
      act(reportPerson, { other: met.other, about: met.met, reason: "fraud", comment: "돈", picture: null }, me);
    };
    return {
      begins: () => act(setStaff, { userId: staff, isStaff: true }, SYSTEM),
      acts: [
        (me) => random() < 0.2 && block(me),
        (me) => act(unblockPerson, { block_id: upTo(last.block + 1) }, me),
        (me) => random() < 0.1 && report(me),
        (userId) => {
          const until = random() < 0.5 ? null : new Date(now().getTime() + upTo(60_000)).toISOString();
          if (random() < 0.2) act(suspendAccount, { userId, reason: "욕설", until }, staff);
        },
        (userId) => random() < 0.5 && act(reinstateAccount, { userId }, staff),
        (userId) => act(reinstateAccount, { userId }, SYSTEM),
      ],
      ends() {
        for (let userId = 1; userId <= people; userId++) block(userId), report(userId);
      },
    };
  },
};
