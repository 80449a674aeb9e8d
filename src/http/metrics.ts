import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What `/metrics` shows: the process, the requests, and what other parts add. */
export type Metrics = {
  /** For metrics of one's own kind. */
  registry: Registry;
  /** Notes one answered request, by the route's pattern and never by its path. */
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** A number that is read whenever somebody looks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** A number that only grows; returns what adds to it. */
  counter(name: string, help: string): (by?: number) => void;
  /** A distribution of seconds; returns what adds to it. */
  seconds(name: string, help: string): (seconds: number) => void;
};

/** Of the process metrics, those that have no meaning on Deno: they would read 0 or NaN for ever. */
const meaningless = /^nodejs_(eventloop_lag|active_|gc_|version_info)/;

/** Metrics of one server. */
export function createMetrics(options: { process: boolean } = { process: true }): Metrics {
  const registry = new Registry();
  if (options.process) {
    collectDefaultMetrics({ register: registry });
    for (const { name } of registry.getMetricsAsArray()) {
      if (meaningless.test(name)) registry.removeSingleMetric(name);
    }
  }
  const requests = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to its answer, long-polls included.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60],
    registers: [registry],
  });
  return {
    registry,
    observeRequest: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
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
