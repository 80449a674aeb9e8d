import type { z } from "zod";
import type { App } from "../app.ts";
import type { System } from "../system.ts";
import { exporter, exportSchema, type PersonExport } from "./export_person.ts";

/** What the law gives people, over all apps. */
export type Privacy = {
  personExport: z.ZodType<PersonExport>;
  /** Gathers all that is a person's; nothing if they have no account. */
  exportPerson(userId: number): Promise<PersonExport | undefined>;
};

/** Puts together what the apps bring for erasing and exporting. */
export function openPrivacy(system: System, apps: readonly App[]): Privacy {
  return { personExport: exportSchema(apps), exportPerson: exporter(system, apps) };
}

declare module "../system.ts" {
  interface System {
    privacy: Privacy;
  }
}
