import { gemEvents } from "../../events/gems.ts";
import { gemBalances } from "../../projections/gems/gem_balances.ts";
import { gemGifts } from "../../projections/gems/gem_gifts.ts";
import { gemTransactions } from "../../projections/gems/gem_transactions.ts";
import { payments } from "../../projections/gems/payments.ts";
import { app } from "../app.ts";
import { gemConfiguration } from "./configuration.ts";
import { begins } from "./begins.ts";
import { access } from "./access.ts";
import { exports } from "./exports.ts";
import { retention } from "./retention.ts";
import { agreements, invariants } from "./invariants/invariants.ts";
import { shares } from "./shares.ts";
import { gemEndpoints } from "./gem_routes.ts";
import { onSync } from "./on_sync.ts";
import { push } from "./push.ts";
import { gemsPushed } from "./pushed_frames.ts";
import { simulates } from "./simulated/simulates.ts";
import { staffGemEndpoints } from "./staff_routes.ts";
import { tortured } from "./tortured.ts";
import "./examples.ts";
import "./refusals.ts";
import "./successes.ts";

const ids = { gem_entry: ["entryId", "receiverEntryId"] };

/** The wallet of gems: what is bought, spent, returned, granted (seed 001 §6). */
export const gems = app({
  name: "gems",
  events: gemEvents,
  projections: [gemBalances, gemTransactions, gemGifts, payments],
  ids,
  sections: { gems: "The wallet: gems that are bought, spent, returned and given, for all apps." },
  access,
  configuration: gemConfiguration,
  shares,
  invariants,
  agreements,
  begins,
  exports,
  retention,
  push,
  frames: { pushed: gemsPushed },
  onSync,
  simulates,
  tortured,
  endpoints: (system) => [...gemEndpoints(system), ...staffGemEndpoints(system)],
});

type GemIds = typeof ids;

declare module "../ids/ids.ts" {
  interface IdKinds extends GemIds {}
}
