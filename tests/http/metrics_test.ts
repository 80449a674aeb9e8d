import { assert, assertEquals } from "@std/assert";
import { access } from "../../src/apps.ts";
import { childServer, testInstallation } from "../support/server.ts";
import { here, problemOf, testApp } from "./house.ts";

const from = (hostname: string) => ({ remoteAddr: { ...here.remoteAddr, hostname } });

Deno.test("metrics answer this machine and holders of the token, and nobody else", async () => {
  const token = "a token of our own";
  const app = testApp({ metricsToken: token.replaceAll(" ", "-") });
  const ask = (headers: Record<string, string>, hostname: string) =>
    app.request("/metrics", { headers }, from(hostname));
  for (const hostname of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]) {
    assertEquals((await ask({}, hostname)).status, 200, hostname);
  }
  const bearer = { authorization: "Bearer a-token-of-our-own" };
  assertEquals((await ask(bearer, "10.0.0.5")).status, 200);
  assertEquals((await ask({ ...bearer, "x-forwarded-for": "10.0.0.5" }, "127.0.0.1")).status, 200);

  const others: [Record<string, string>, string][] = [
    [{}, "10.0.0.5"],
    [{}, "2001:db8::1"],
    [{}, "::ffff:10.0.0.5"],
    ...["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via"].map(
      (name): [Record<string, string>, string] => [{ [name]: "127.0.0.1" }, "127.0.0.1"],
    ),
    ...["Bearer a-token", "Bearer a-token-of-our-own-", "Basic a-token-of-our-own", "Bearer ", "Bearer undefined"].map(
      (authorization): [Record<string, string>, string] => [{ authorization }, "10.0.0.5"],
    ),
  ];
  for (const [headers, hostname] of others) {
    const { status, code } = await problemOf(await ask(headers, hostname));
    assertEquals([status, code], [404, "request.unknown_path"], `${JSON.stringify(headers)} from ${hostname}`);
  }
  const without = testApp();
  for (const authorization of ["Bearer undefined", "Bearer "]) {
    const init = { headers: { authorization } };
    assertEquals((await without.request("/metrics", init, from("10.0.0.5"))).status, 404);
  }
  assertEquals((await without.request("/metrics")).status, 404, "whoever comes from nowhere known");
});

/** What a program prints of a server's process: the server itself may not look at `/proc`. */
async function seen(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(program, { args }).output();
  return new TextDecoder().decode(stdout);
}

/** What the kernel says of a process, in the units of the metrics. */
async function inProc(pid: number) {
  const status = await seen("cat", `/proc/${pid}/status`);
  const stat = (await seen("cat", `/proc/${pid}/stat`)).split(") ")[1].split(" ");
  const limits = await seen("cat", `/proc/${pid}/limits`);
  return {
    rss: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024,
    fds: (await seen("ls", `/proc/${pid}/fd`)).trim().split("\n").length,
    most: Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]),
    // utime and stime, in ticks of a hundredth of a second
    cpu: (Number(stat[11]) + Number(stat[12])) / 100,
  };
}

const isLinux = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

Deno.test(
  { name: "the figures of the process are those of the kernel, and labels are bounded", ignore: !isLinux },
  async (t) => {
    await using place = await testInstallation();
    await using server = await childServer(place);
    const read = async () => await (await fetch(`${server.url}/metrics`)).text();
    const figure = (text: string, name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);

    await t.step("memory, descriptors, processor time", async () => {
      // a server bundles its pages once it serves: the figures stand still when one is there
      await (await fetch(server.url)).text();
      const before = await inProc(server.pid);
      const text = await read();
      const after = await inProc(server.pid);
      const near = (value: number, [low, high]: [number, number], name: string) =>
        assert(value >= low && value <= high, `${name} is ${value}, and by /proc between ${low} and ${high}`);
      const spread = (of: "rss" | "fds" | "cpu", by: number): [number, number] => [
        Math.min(before[of], after[of]) - by,
        Math.max(before[of], after[of]) + by,
      ];
      near(figure(text, "process_resident_memory_bytes"), spread("rss", 0.2 * after.rss), "resident memory");
      near(figure(text, "process_open_fds"), spread("fds", 5), "open descriptors");
      near(figure(text, "process_cpu_seconds_total"), spread("cpu", 0.05), "processor time");
      assertEquals(figure(text, "process_max_fds"), after.most);
      const heap = figure(text, "nodejs_heap_size_used_bytes");
      assert(heap > 1e6 && heap <= figure(text, "nodejs_heap_size_total_bytes"), `a heap of ${heap} bytes`);
      const startedMs = 1000 * figure(text, "process_start_time_seconds");
      assert(Math.abs(Date.now() - startedMs) < 600_000, `started at ${startedMs}`);
    });

    await t.step("odd requests add no labels but those of routes", async () => {
      const endpoints = Object.values(access).length;
      const paths = new Set(Object.values(access).map(({ path }) => path.replace(/\{\w+\}/g, "x")));
      for (const path of [...paths, "/healthz", "/docs", "/media/none", "/no/such/path", "/ws"]) {
        await Promise.all(
          ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW", "PROPFIND"].map(async (method) => {
            const answer = await fetch(server.url + path, {
              method,
              headers: { authorization: "Bearer x", "content-type": "text/odd" },
              body: method === "GET" ? undefined : "odd",
            });
            await answer.body?.cancel();
          }),
        );
      }
      const text = await read();
      const sets = text.match(/^http_request_duration_seconds_count/gm)?.length ?? 0;
      // the endpoints, a few routes of pages and documents, and one for whatever no route takes
      assert(sets > endpoints / 2 && sets <= endpoints + 20, `${sets} label sets of ${endpoints} endpoints`);
      assert(!/BREW|PROPFIND|no\/such|"x"/.test(text), "a label holds what a client sent");
      assert(text.split("\n").length < 3_000, `${text.split("\n").length} lines`);
      for (const line of text.split("\n")) assert(!line.endsWith("NaN"), line);
    });
  },
);
