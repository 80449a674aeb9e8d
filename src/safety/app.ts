import { safetyEvents } from "../../events/safety.ts";
import { blocks } from "../../projections/safety/blocks.ts";
import { pairs } from "../../projections/safety/pairs.ts";
import { reports } from "../../projections/safety/reports.ts";
import { app } from "../app.ts";
import { access, owned } from "./access.ts";
import { begins } from "./begins.ts";
import { exports } from "./exports.ts";
import { retention } from "./retention.ts";
import { invariants } from "./invariants/invariants.ts";
import { shares } from "./shares.ts";
import { openSafety } from "./open.ts";
import { push } from "./push.ts";
import { blockEndpoints } from "./block_routes.ts";
import { reportEndpoints } from "./report_routes.ts";
import { judgingEndpoints } from "./judging_routes.ts";
import { suspensionEndpoints } from "./suspension_routes.ts";
import { runSuspensionEnds } from "./suspension_ends.ts";
import { simulates } from "./simulated/simulates.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { block: "blockId", report: "reportId" };

/** Blocks, reports, suspensions. */
export const safety = app({
  name: "safety",
  events: safetyEvents,
  projections: [blocks, pairs, reports],
  ids,
  sections: {
    safety: "Blocks and reports.",
    staff: "What staff may do. Each of it is recorded with who did it.",
  },
  access,
  shares,
  invariants,
  begins,
  exports,
  retention,
  owned,
  opens: (_system, apps) => ({ safety: openSafety(apps) }),
  push,
  simulates,
  leaders: { suspensions: { role: "deadlines", run: runSuspensionEnds } },
  endpoints: (
    system,
  ) => [
    ...blockEndpoints(system),
    ...reportEndpoints(system),
    ...judgingEndpoints(system),
    ...suspensionEndpoints(system),
  ],
});

type SafetyIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends SafetyIds {}
}
