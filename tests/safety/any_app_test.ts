import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { UsernameSkeletonNoted } from "../../events/accounts.ts";
import { MatchRequestEnded } from "../../events/calls.ts";
import { type User } from "../../projections/accounts/users.ts";
import { account } from "../../src/accounts/state.ts";
import { app } from "../../src/app.ts";
import type { ExportPart } from "../../src/app/exports.ts";
import type { Leaving } from "../../src/app/leaving.ts";
import type { Names } from "../../src/app/meetings.ts";
import { apps } from "../../src/apps.ts";
import { retentionOf } from "../../src/privacy/retention.ts";
import { makeSuspendAccount } from "../../src/safety/suspend_account.ts";
import { codeOf, crowd } from "../support/client.ts";
import { person, requested } from "../support/facts.ts";
import { given } from "../support/given.ts";
import { testServer } from "../support/server.ts";
import { idOf } from "../support/staff.ts";
import { eventsOf } from "../support/sound.ts";
import { suspended } from "./facts.ts";
import { block, report } from "./house.ts";

const bare = { projections: [], access: {}, events: {}, shares: {}, push: {} };

/** What a fact of the club says: one that anybody may have. */
const leftClub = (userId: number) => UsernameSkeletonNoted({ userId, skeletonHashes: [], freedSkeletonHashes: [] });

/** It reads under the same name as random calls do. */
const leaving: Leaving<{ place: User | undefined }> = {
  reads: ({ userId }) => ({ place: account(userId) }),
  events: ({ place }, { userId }) => place ? [leftClub(userId)] : [],
};

Deno.test("each app ends what it has open with its own state, in the append that is the reason", () => {
  const suspendAccount = makeSuspendAccount([...apps, app({ ...bare, name: "clubs", leaving })]);
  const input = { userId: 1, reason: "욕설", until: null };
  given(...person(1), requested(1)).when(suspendAccount, input, { me: 9 }).then(
    MatchRequestEnded({ userId: 1, reason: "suspended" }),
    leftClub(1),
    suspended(1),
  );
});

Deno.test("people of an app block and report each other by where they met there, and are forgotten there", async () => {
  const members = new Map<number, number>();
  const forgotten: string[] = [];
  const names: Names<{ me: User | undefined }> = {
    reads: (userId) => ({ me: account(userId) }),
    name: ({ me }) => me && `${me.username} of the club`,
  };
  const motto: ExportPart<string> = {
    schema: z.string(),
    example: "",
    read: (_system, userId) => Promise.resolve(`motto of ${userId}`),
  };
  const clubs = app({
    ...bare,
    name: "clubs",
    names,
    exports: { motto },
    meetings: {
      club: {
        description: "A club.",
        unknown: "chat.unknown",
        other: (_house, id, me) => Promise.resolve(id === 7 ? members.get(me) : undefined),
        said: (_house, id) =>
          Promise.resolve([{ senderId: members.size, content: `said in ${id}`, sentAt: "2026-03-01T12:00:00.000Z" }]),
      },
    },
    forgets: {
      byLog: (_system, userId) => Promise.resolve(forgotten.push(`by the log: ${userId}`)),
      besideLog: (_system, userId) => Promise.resolve(forgotten.push(`beside it: ${userId}`)),
    },
    retention: [{ what: "Clubs", until: "for good", why: "memories" }],
  });
  await using server = await testServer({ apps: [...apps, clubs] });
  const [mina, juno] = await crowd(server, ["mina", "juno"].map((name) => ({ name })));
  const [me, other] = [idOf(mina), idOf(juno)];
  members.set(me, other).set(other, me);

  assertEquals(codeOf(await mina.post("/api/blocks", { club_id: 8 })), "404 chat.unknown");
  assertEquals(codeOf(await mina.post("/api/blocks", { club_id: 7, match_id: 7 })), "422 request.invalid");
  await report(mina, { club_id: 7 });
  const block_id = await block(mina, { club_id: 7 });
  const [listed] = z.array(z.looseObject({})).parse((await mina.get("/api/blocks")).body);
  assertEquals([listed.block_id, listed.met, listed.username], [block_id, { kind: "club", id: 7 }, "juno"]);
  const [{ data }] = await eventsOf(server.system, "PersonReported");
  assertEquals(data.evidence?.reported.username, "juno of the club");
  assertEquals(data.evidence?.messages.map(({ content }) => content), ["said in 7"]);
  const exported = z.looseObject({}).parse((await mina.get("/api/users/me/export")).body);
  assertEquals(exported.motto, `motto of ${me}`);
  assertEquals((await mina.post("/api/users/me/erase")).status, 200);
  assertEquals(forgotten.slice(0, 2), [`by the log: ${me}`, `beside it: ${me}`]);
  assert(retentionOf([clubs]).some(({ what }) => what === "Clubs"));
});
