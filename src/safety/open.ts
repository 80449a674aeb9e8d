import type { App } from "../app.ts";
import { makeBlockPerson } from "./block_person.ts";
import { makeSuspendAccount } from "./suspend_account.ts";

/** What keeps people apart, in all apps. */
export type Safety = {
  blockPerson: ReturnType<typeof makeBlockPerson>;
  suspendAccount: ReturnType<typeof makeSuspendAccount>;
};

/** Puts together what the apps bring for blocks, reports and suspensions. */
export function openSafety(apps: readonly App[]): Safety {
  return { blockPerson: makeBlockPerson(apps), suspendAccount: makeSuspendAccount(apps) };
}

declare module "../system.ts" {
  interface System {
    safety: Safety;
  }
}
