/**
 * Lint rules for how tests wait. A timer that a test leaves running fails it, though only where a machine is slow
 * enough for the other side to be first. `deno lint` loads them as a plugin, see "lint" in deno.json.
 */

const timers = ["setTimeout", "setInterval"];
const timerModules = ["node:timers", "node:timers/promises", "timers", "timers/promises"];
const races = ["race", "any"];

const what = "await the event itself, or ask for it with `eventually`; `within` bounds how long it may take, and " +
  "`pause` lets time pass in which nothing must happen";

// a plugin is the default export of its module
export default {
  name: "waiting",
  rules: {
    "bare-timer": { create: bareTimer },
    "raced-pause": { create: racedPause },
  },
} satisfies Deno.lint.Plugin;

function bareTimer(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  if (!isHeld(context.filename)) return {};
  const report = (node: Deno.lint.Node) =>
    context.report({
      node,
      message: "This timer runs on where the test does not wait for it.",
      hint: `Use what tests/support has: ${what}.`,
    });
  return {
    CallExpression({ callee }) {
      if (timers.includes(nameOf(callee) ?? "")) report(callee);
    },
    ImportDeclaration(node) {
      if (timerModules.includes(node.source.value)) report(node);
    },
  };
}

function racedPause(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  if (!isHeld(context.filename)) return {};
  return {
    CallExpression({ callee, arguments: [contenders] }) {
      if (callee.type !== "MemberExpression" || !races.includes(nameOf(callee) ?? "")) return;
      if (contenders?.type !== "ArrayExpression") return;
      for (const contender of contenders.elements) {
        if (contender?.type !== "CallExpression" || nameOf(contender.callee) !== "pause") continue;
        context.report({
          node: contender,
          message: "This pause goes on where another wins the race.",
          hint: "Wait with `within` instead, or for the pause alone, with a signal that ends it.",
        });
      }
    },
  };
}

/** What is called: `f` of `f()` and of `globalThis.f()`. */
function nameOf(callee: Deno.lint.Node): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression" && callee.property.type === "Identifier") return callee.property.name;
}

/** Whether the rules hold in a file: in tests, but for what they share. */
function isHeld(filename: string): boolean {
  return /[/\\]tests[/\\](?!support[/\\])/.test(filename);
}
