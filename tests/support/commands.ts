import { makeEraseAccount } from "../../src/privacy/erase_account.ts";
import { makeBlockPerson } from "../../src/safety/block_person.ts";
import { makeReportPerson } from "../../src/safety/report_person.ts";
import { makeSuspendAccount } from "../../src/safety/suspend_account.ts";
import { apps } from "./apps.ts";

/** The commands that are made from the list of apps. */
export const blockPerson = makeBlockPerson(apps);
export const reportPerson = makeReportPerson(apps);
export const suspendAccount = makeSuspendAccount(apps);
export const eraseAccount = makeEraseAccount(apps);
