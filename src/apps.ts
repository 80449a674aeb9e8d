import type { AnyProjection } from "../projections/projection.ts";
import { accounts } from "./accounts/app.ts";
import type { App } from "./app.ts";
import { calls } from "./calls/app.ts";
import { chat } from "./chat/app.ts";
import { gems } from "./gems/app.ts";
import type { NamedAccess } from "./http/access.ts";
import { media } from "./http/media_app.ts";
import type { IdFields } from "./ids/ids.ts";
import { interviews } from "./interviews/app.ts";
import { privacy } from "./privacy/app.ts";
import { access as ofRealtime } from "./realtime/access.ts";
import { safety } from "./safety/app.ts";
import { saju } from "./saju/app.ts";

/** Every app there is, in the order in which they open. An app is added here and nowhere else. */
export const apps: readonly App[] = [accounts, media, calls, gems, chat, saju, safety, privacy, interviews];

/** Every read model that is kept. */
export const projections: readonly AnyProjection[] = apps.flatMap((app) => app.projections);

/** Every endpoint's access, in one table. */
export const access: Readonly<Record<string, NamedAccess>> = Object.assign(
  {},
  ofRealtime,
  ...apps.map((app) => app.access),
);

/** Every kind of integer id, and the fields of events that hold one. */
export const ids: IdFields = Object.assign({}, ...apps.map((app) => app.ids));
