import type { Event } from "../../events/vocabulary.ts";
import type { Log } from "./log.ts";

const pageSize = 5_000;

/** A log's events after a position, up to the one that is the last when it is reached, page by page. */
export async function* pagesOf(log: Pick<Log, "read">, position = 0): AsyncGenerator<Event[]> {
  for (let after = position;;) {
    const page = await log.read({ after, limit: pageSize });
    if (page.length === 0) return;
    yield page;
    after = page[page.length - 1].position;
  }
}
