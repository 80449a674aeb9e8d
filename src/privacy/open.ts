import type { z } from "zod";
import type { App } from "../app.ts";
import type { System } from "../system.ts";
import { makeEraseAccount } from "./erase_account.ts";
import { exporter, exportSchema, type PersonExport } from "./export_person.ts";
import { finishErasures } from "./finish_erasures.ts";
import { forgetting } from "./forget_person.ts";
import { retentionOf } from "./retention.ts";
import { pictureSweep } from "./sweep_pictures.ts";

/** What the law gives people, over all apps. */
export type Privacy = {
  personExport: z.ZodType<PersonExport>;
  /** Gathers all that is a person's; nothing if they have no account. */
  exportPerson(userId: number): Promise<PersonExport | undefined>;
  eraseAccount: ReturnType<typeof makeEraseAccount>;
  /** Deletes all that is personal of someone whose account is erased. */
  forgetPerson(userId: number): Promise<void>;
  /** Makes every erasure whole. Returns how many people it was about. */
  finishErasures(): Promise<number>;
  /** Deletes the next few hundred files that nobody shows. */
  sweepPictures(): Promise<void>;
  /** What the leader of housekeeping does so that nothing is kept for longer than its app says. */
  chores(): (() => Promise<unknown>)[];
};

/** Puts together what the apps bring for erasing and exporting. */
export function openPrivacy(system: System, apps: readonly App[]): Privacy {
  const eraseAccount = makeEraseAccount(apps);
  const forget = forgetting(system, apps);
  return {
    personExport: exportSchema(apps),
    exportPerson: exporter(system, apps),
    eraseAccount,
    forgetPerson: forget.forgetPerson,
    finishErasures: () => finishErasures(system, { ...forget, eraseAccount }),
    sweepPictures: pictureSweep(system, apps),
    chores: () => retentionOf(apps).flatMap(({ chore }) => chore ? [chore(system)] : []),
  };
}

declare module "../system.ts" {
  interface System {
    privacy: Privacy;
  }
}
