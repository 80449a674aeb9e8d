/** Deno shows /proc to no test without all permissions: `cat` may read it. */
async function readProc(path: string): Promise<string> {
  const { stdout, success } = await new Deno.Command("cat", { args: [path], stderr: "null" }).output();
  if (!success) throw new Error(`${path} cannot be read.`);
  return new TextDecoder().decode(stdout);
}

/** What a process holds in memory now, and has held at most, in bytes. */
export async function memoryOf(pid: number): Promise<{ now: number; most: number }> {
  const status = await readProc(`/proc/${pid}/status`);
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) * 1024;
  return { now: bytes("VmRSS"), most: bytes("VmHWM") };
}

/** The ports of clients whose connection to a server's port is still in the kernel's table, in whatever state. */
export async function clientsInTable(serverPort: number): Promise<Set<number>> {
  const [, ...rows] = (await readProc("/proc/net/tcp")).trim().split("\n");
  const ends = rows.map((row) => row.trim().split(/\s+/).slice(1, 3).map((end) => parseInt(end.split(":")[1], 16)));
  return new Set(ends.filter(([local, remote]) => local === serverPort && remote !== 0).map(([, remote]) => remote));
}
