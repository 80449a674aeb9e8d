import process from "node:process";
import { Counter, Gauge, type Registry } from "prom-client";
import { countDescriptors } from "./descriptors.ts";

/**
 * The process's metrics under Prometheus's standard names. prom-client's own read `/proc`, which Deno hides, and report 0;
 * here a metric that cannot be read is absent.
 */
export function addProcessMetrics(registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const startedAtSec = (Date.now() - performance.now()) / 1000;

  total("process_cpu_user_seconds_total", "Seconds of processor time in the program.", () => cpu().user);
  total("process_cpu_system_seconds_total", "Seconds of processor time in the kernel.", () => cpu().system);
  total("process_cpu_seconds_total", "Seconds of processor time in all.", () => cpu().user + cpu().system);
  gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", () => startedAtSec);
  gauge("process_resident_memory_bytes", "Resident memory.", () => Deno.memoryUsage().rss);
  gauge("nodejs_heap_size_total_bytes", "The JavaScript heap.", () => Deno.memoryUsage().heapTotal);
  gauge("nodejs_heap_size_used_bytes", "What of the JavaScript heap is in use.", () => Deno.memoryUsage().heapUsed);
  gauge("nodejs_external_memory_bytes", "Memory of JavaScript objects outside its heap.", () => {
    return Deno.memoryUsage().external;
  });
  const most = countDescriptors()?.most;
  if (most === undefined) return;
  gauge("process_open_fds", "Open file descriptors.", () => countDescriptors()?.open ?? 0);
  gauge("process_max_fds", "How many file descriptors may be open.", () => most);
}

function cpu(): { user: number; system: number } {
  const { user, system } = process.cpuUsage();
  return { user: user / 1e6, system: system / 1e6 };
}
