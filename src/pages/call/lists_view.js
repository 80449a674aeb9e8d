import { $, announce, clearProblem, during, make, showProblem } from "./page.js";
import { clockText, hasText, t, timeText } from "./texts.js";

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
function list({ session, path, name, view, idOf, line, showNone }) {
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

const rateWithinMs = 7 * 24 * 3600 * 1000;

/** The calls there were, with a way to rate them later. */
export function historyView({ session, rate, askSafety }) {
  const view = $("view-history");

  function line({ call_id, username, call_time, ended_at, duration_sec, rated }) {
    const about = [
      timeText(call_time),
      ended_at === null ? t("running") : clockText(duration_sec ?? 0),
      ...(rated ? [t("isRated")] : []),
    ].join(" · ");
    const actions = make("p", { className: "actions" });
    if (ended_at !== null && !rated && Date.now() - Date.parse(ended_at) < rateWithinMs) {
      const button = make("button", { type: "button", className: "secondary small", text: t("rateShort") });
      button.ariaLabel = `${t("rateShort")}: ${username}, ${timeText(call_time)}`;
      button.addEventListener(
        "click",
        () => rate({ callId: String(call_id), name: username, durationSec: duration_sec ?? undefined }),
      );
      actions.append(button);
    }
    const safety = make("button", { type: "button", className: "link", text: t("safety") });
    safety.ariaLabel = t("safetyOf", { name: username });
    safety.addEventListener("click", () => askSafety({ call_id }, username));
    actions.append(safety);
    return make(
      "li",
      {},
      make("div", {}, make("strong", { text: username }), make("p", { className: "small", text: about })),
      actions,
    );
  }

  const calls = list({
    session,
    path: "/api/history/recent/",
    name: "history",
    view,
    idOf: ({ call_id }) => call_id,
    line,
    showNone: (isNone) => $("history-none").hidden = !isNone,
  });
  const blocks = blocksList({ session, view });
  return {
    draw() {
      calls.draw();
      blocks.draw();
    },
    async open() {
      await Promise.all([calls.open(), blocks.open()]);
    },
  };
}

/** Whom one blocked, with a way to take it back; not there where there is nobody. */
function blocksList({ session, view }) {
  function line({ block_id, username, created_at }) {
    const button = make("button", { type: "button", className: "secondary small", text: t("unblock") });
    button.ariaLabel = t("unblockOf", { name: username });
    button.addEventListener("click", () =>
      during(button, view, async () => {
        await session.ask("DELETE", `/api/blocks/${block_id}`);
        announce(t("unblocked"));
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

  const blocks = list({
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

/** What one has, and where it came from and went. */
export function gemsView({ session, rules, current }) {
  const view = $("view-gems");
  const form = $("charge-form");

  function line({ amount, reason, created_at }) {
    const sum = `${amount > 0 ? "+" : "−"}${Math.abs(amount)}`;
    return make(
      "li",
      {},
      make(
        "div",
        {},
        make("strong", { text: hasText(reason) ? t(reason) : reason }),
        make("p", { className: "small", text: timeText(created_at) }),
      ),
      make("span", { className: amount > 0 ? "sum plus" : "sum", text: sum }),
    );
  }

  const ledger = list({
    session,
    path: "/api/gem/transactions/",
    name: "ledger",
    view,
    idOf: ({ id }) => id,
    line,
    showNone: (isNone) => $("ledger-none").hidden = !isNone,
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void during(form.querySelector("[type=submit]"), view, async () => {
      const payment = { payment_token: form.payment_token.value.trim() };
      const { gems_added } = await session.ask("POST", "/api/gem/charge/", payment, { once: true });
      form.reset();
      announce(t("charged", { n: gems_added }));
      await ledger.open();
    });
  });

  return {
    draw() {
      // elsewhere a shop's own window gives the token
      form.hidden = !rules.takes_development_payments;
      $("balance").textContent = t("gems", { n: current().balance });
      ledger.draw();
    },
    open: ledger.open,
  };
}
