import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { addProcessMetrics } from "./process_metrics.ts";

/** What `/metrics` shows: the process, the requests, and what other parts add. */
export type Metrics = {
  /** For metrics of one's own kind. */
  registry: Registry;
  /** Counts an answered request under its route's method and pattern, never under what the client sent. */
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** A number that is read whenever somebody looks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** A number that only grows; returns what adds to it. */
  counter(name: string, help: string): (by?: number) => void;
  /** A distribution of seconds; returns what adds to it. */
  seconds(name: string, help: string): (seconds: number) => void;
};

/** Metrics of one server. */
export function createMetrics(options: { process: boolean } = { process: true }): Metrics {
  const registry = new Registry();
  if (options.process) addProcessMetrics(registry);
  // no status on the histogram: each label set is many lines
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to its answer, long-polls included.",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60],
    registers: [registry],
  });
  const requests = new Counter({
    name: "http_requests_total",
    help: "Answered requests.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  return {
    registry,
    observeRequest({ method, route, status, seconds }) {
      durations.observe({ method, route }, seconds);
      requests.inc({ method, route, status });
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    counter(name, help) {
      const counter = new Counter({ name, help, registers: [registry] });
      return (by = 1) => counter.inc(by);
    },
    seconds(name, help) {
      const histogram = new Histogram({
        name,
        help,
        buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        registers: [registry],
      });
      return (seconds) => histogram.observe(seconds);
    },
  };
}
