import { assertEquals } from "@std/assert";
import { z } from "zod";
import { problemSchema } from "../../src/http/problem.ts";
import { codeOf } from "../support/client.ts";
import { testServer } from "../support/server.ts";
import { dater } from "./house.ts";

Deno.test("a birth time with seconds is the minute they fall into", async () => {
  await using server = await testServer();
  const mina = await dater(server, { name: "mina", birth_time: "15:30:00" });
  const timeOf = async () =>
    z.looseObject({ birth_time: z.string() }).parse((await mina.get("/api/users/me")).body).birth_time;
  assertEquals(await timeOf(), "15:30");
  assertEquals((await mina.put("/api/users/me", { birth_time: "15:31:59" })).status, 200);
  assertEquals(await timeOf(), "15:31");
  const refused = await mina.put("/api/users/me", { birth_time: "15:30:60" });
  assertEquals([codeOf(refused), problemSchema.parse(refused.body).errors], ["422 request.invalid", [
    { path: "birth_time", message: "HH:MM 형식의 시각이어야 합니다." },
  ]]);
});
