import { blocksList, pagedList } from "../shared/lists.js";
import { $, announce, during, make } from "../shared/page.js";
import { clockText, hasText, t, timeText } from "../shared/texts.js";

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

  const calls = pagedList({
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

  const ledger = pagedList({
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
