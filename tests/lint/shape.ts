/**
 * Lint rules for the shape of code: functions that fit a screen, files that can be read in one go, names that say what
 * is in them. `deno lint` loads them as a plugin, see "lint" in deno.json.
 */

/** Lines of a function. Tests, and what plays people in them, tell a story from beginning to end and may be longer. */
const functionLines = 60;
const testLines = 120;
/** Lines of a file, tests aside. */
const fileLines = 250;
/** Names of files for whatever fits nowhere else. */
const emptyNames = /(_parts|utils|helpers|common|manager)\.[a-z]+$/;

type FunctionNode = Deno.lint.FunctionDeclaration | Deno.lint.FunctionExpression | Deno.lint.ArrowFunctionExpression;

// a plugin is the default export of its module
export default {
  name: "shape",
  rules: {
    "function-length": { create: functionLength },
    "file-length": { create: fileLength },
    "file-name": { create: fileName },
  },
} satisfies Deno.lint.Plugin;

function functionLength(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const most = isTestFile(context.filename) ? testLines : functionLines;
  const check = (node: FunctionNode) => {
    const lines = linesOf(context.sourceCode.getText(node));
    if (lines <= most) return;
    context.report({
      node,
      message: `This function has ${lines} lines, more than ${most}.`,
      hint: "Cut it along what it does.",
    });
  };
  return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
}

function fileLength(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  return {
    Program(node) {
      const lines = linesOf(context.sourceCode.text.trimEnd());
      if (isTestFile(context.filename) || lines <= fileLines) return;
      context.report({
        node,
        message: `This file has ${lines} lines, more than ${fileLines}.`,
        hint: "It is probably two.",
      });
    },
  };
}

function fileName(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  return {
    Program(node) {
      if (!emptyNames.test(context.filename)) return;
      context.report({
        node,
        message: "This file's name does not say what is in it.",
        hint: "Name it after what it does.",
      });
    },
  };
}

function linesOf(text: string): number {
  return text.split("\n").length;
}

function isTestFile(filename: string): boolean {
  return /[/\\]tests[/\\]/.test(filename);
}
