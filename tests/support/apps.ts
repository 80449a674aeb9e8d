import type { App } from "../../src/app.ts";
import { access as ofAll, apps as served } from "../../src/apps.ts";
import { studyGroups } from "./study_groups/app.ts";
import type { NamedAccess, Owned } from "../../src/http/access.ts";

/** The apps that the tests of all apps go through: those that are served, and whichever is added here. */
export const apps: readonly App[] = [...served, studyGroups];

/** Every endpoint's access. */
export const access: Readonly<Record<string, NamedAccess>> = Object.assign({}, ofAll, ...apps.map((app) => app.access));

/** Every kind of thing that belongs to people. */
export const owned: Readonly<Record<string, Owned>> = Object.assign({}, ...apps.map((app) => app.owned));
