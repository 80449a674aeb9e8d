import { $, announce, clearProblem, during, make, showProblem } from "./page.js";
import { t, timeText } from "./texts.js";

const pageSize = 20;

/**
 * A list that grows downwards, page by page.
 *
 * @param {{
 *   session: any,
 *   path: string,
 *   name: string,
 *   view: HTMLElement,
 *   idOf: (row: any) => number,
 *   line: (row: any) => HTMLElement,
 *   showNone: (isNone: boolean) => void,
 * }} of
 */
export function pagedList({ session, path, name, view, idOf, line, showNone }) {
  let rows = [];

  function draw() {
    $(name).replaceChildren(...rows.map(line));
    showNone(rows.length === 0);
  }

  async function load(before) {
    const page = await session.ask(
      "GET",
      `${path}?limit=${pageSize}${before === undefined ? "" : `&before=${before}`}`,
    );
    rows = before === undefined ? page : [...rows, ...page];
    $(`${name}-more`).hidden = page.length < pageSize;
    draw();
  }

  $(`${name}-more`).addEventListener(
    "click",
    () => during($(`${name}-more`), view, () => load(idOf(rows[rows.length - 1]))),
  );
  return {
    draw,
    async open() {
      clearProblem(view);
      await load().catch((error) => showProblem(view, error));
    },
  };
}

/**
 * The list of blocked people, each with a button to lift the block; hidden while empty.
 *
 * @param {{ session: any, view: HTMLElement, unblocked?: () => void }} options `unblocked` is told once a block is gone
 */
export function blocksList({ session, view, unblocked = () => {} }) {
  function line({ block_id, username, created_at }) {
    const button = make("button", { type: "button", className: "secondary small", text: t("unblock") });
    button.ariaLabel = t("unblockOf", { name: username });
    button.addEventListener("click", () =>
      during(button, view, async () => {
        await session.ask("DELETE", `/api/blocks/${block_id}`);
        announce(t("unblocked"));
        unblocked();
        await blocks.open();
      }));
    return make(
      "li",
      {},
      make(
        "div",
        {},
        make("strong", { text: username }),
        make("p", { className: "small", text: timeText(created_at) }),
      ),
      button,
    );
  }

  const blocks = pagedList({
    session,
    path: "/api/blocks",
    name: "blocks",
    view,
    idOf: ({ block_id }) => block_id,
    line,
    showNone: (isNone) => $("blocks-part").hidden = isNone,
  });
  return blocks;
}
