import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../words/texts.ts";
import { type Acting, openActing } from "./acting.ts";
import { Button } from "./button.tsx";

const pageSize = 20;

/** A list that grows downwards, page by page. */
export type Paged<Row> = {
  /** Undefined until the first page is there. */
  rows: ReadonlySignal<Row[] | undefined>;
  hasMore: ReadonlySignal<boolean>;
  acting: Acting;
  /** Reads the first page again. */
  open(): Promise<boolean>;
  more(): Promise<boolean>;
};

/**
 * Opens a list.
 *
 * @param read asks the server for a page: `{limit, before}`, the rows before the one of that id
 */
export function openPaged<Row>(
  read: (query: { limit: number; before?: number }) => Promise<readonly Row[]>,
  idOf: (row: Row) => number,
): Paged<Row> {
  const rows = signal<Row[] | undefined>();
  const hasMore = signal(false);
  const acting = openActing();

  async function load(before?: number): Promise<void> {
    const page = await read({ limit: pageSize, before });
    rows.value = before === undefined ? [...page] : [...rows.peek() ?? [], ...page];
    hasMore.value = page.length === pageSize;
  }

  return {
    rows,
    hasMore,
    acting,
    open: () => acting.during(() => load()),
    more: () =>
      acting.during(async () => {
        const last = rows.peek()?.at(-1);
        if (last !== undefined) await load(idOf(last));
      }),
  };
}

type PagedListProps<Row> = {
  id: string;
  of: Paged<Row>;
  line: (row: Row) => ComponentChildren;
  /** What stands there while there is nothing. */
  none?: string;
};

/** A list with a button for more of it. */
export function PagedList<Row>({ id, of: { rows, hasMore, acting, more }, line, none }: PagedListProps<Row>) {
  return (
    <>
      {none && rows.value?.length === 0 && <p id={`${id}-none`} class="card">{none}</p>}
      <ul id={id} class="list">{rows.value?.map(line)}</ul>
      {hasMore.value && (
        <Button id={`${id}-more`} kind="secondary" busy={acting.busy.value} onClick={() => void more()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}
