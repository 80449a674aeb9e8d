import type { App } from "../app.ts";
import { makeBlockPerson } from "./block_person.ts";
import { type MeetingKinds, meetingKinds } from "./meetings.ts";
import { makeReportPerson } from "./report_person.ts";
import { makeSuspendAccount } from "./suspend_account.ts";

/** What keeps people apart, in all apps. */
export type Safety = {
  kinds: MeetingKinds;
  blockPerson: ReturnType<typeof makeBlockPerson>;
  reportPerson: ReturnType<typeof makeReportPerson>;
  suspendAccount: ReturnType<typeof makeSuspendAccount>;
};

/** Puts together what the apps bring for blocks, reports and suspensions. */
export function openSafety(apps: readonly App[]): Safety {
  return {
    kinds: meetingKinds(apps),
    blockPerson: makeBlockPerson(apps),
    reportPerson: makeReportPerson(apps),
    suspendAccount: makeSuspendAccount(apps),
  };
}

declare module "../system.ts" {
  interface System {
    safety: Safety;
  }
}
