import { app } from "../app.ts";
import { mediaEndpoint } from "./media.ts";
import { access } from "./media_access.ts";
import "./refusals.ts";

/** Pictures that people upload. */
export const media = app({
  name: "media",
  events: {},
  projections: [],
  sections: { media: "Images." },
  access,
  shares: {},
  forgets: { besideLog: ({ media }, userId, settled) => media.deleteOf(userId, settled) },
  push: {},
  endpoints: (system) => [mediaEndpoint(system.media, system.config)],
});
