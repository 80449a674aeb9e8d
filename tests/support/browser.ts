import axe from "axe-core";
import { z } from "zod";
import { connectDevTools, type DevTools } from "./devtools.ts";
import { eventually } from "./eventually.ts";
import { clickableAt, findBarriers, hasText, isShown, keepEchoes, keepPeers, selectAll } from "./in_page.ts";
import { textLines } from "./text_lines.ts";

/*
 * Playwright would do, but it asks for files that Deno shows to no test without all permissions; what these tests need
 * of a browser is little.
 */

const executable = "/usr/bin/chromium";

/** Why tests in a browser cannot run here; undefined where they can. */
export const noBrowser: string | undefined = await Deno.stat(executable).then(
  () => undefined,
  () => `${executable} is not there (apt-get install -y chromium): tests in a browser do not run.`,
);
if (noBrowser) console.warn(noBrowser);

/** How a device differs from a Korean phone that may use its microphone and its place. */
export type Device = {
  width?: number;
  height?: number;
  language?: string;
  dark?: boolean;
  /** How slow its line is; as fast as can be where it is left out. */
  line?: { latencyMs: number; bytesPerSec: number };
  /** Addresses to which there is no way, with `*` for any part. */
  blocked?: string[];
};

/** A page in a browser of its own, as on a device of its own, with a false microphone that beeps. */
export type Screen = AsyncDisposable & {
  /** What the page threw, and what it or the browser wrote as an error to its console. */
  errors: string[];
  /** What it or the browser wrote as a warning to its console. */
  warnings: string[];
  /** What it asked the person about before it was left, by the kind of question; each is answered with yes. */
  questions: string[];
  /** Calls a function in the page with plain values and answers what it returns, as a plain value. */
  run<A extends unknown[], R>(fn: (...of: A) => R | Promise<R>, ...of: A): Promise<R>;
  /** Waits until an element can be clicked, and clicks it with the mouse. */
  click(selector: string): Promise<void>;
  /** Replaces what stands in a field, as by typing. */
  fill(selector: string, text: string): Promise<void>;
  /** Chooses a file in a field for files. */
  choose(selector: string, path: string): Promise<void>;
  /** Whether the element is there and shown. */
  shows(selector: string): Promise<boolean>;
  /** Waits until an element is shown. */
  see(selector: string, withinMs?: number): Promise<void>;
  /** Waits until a text can be read on the page. */
  read(text: string, withinMs?: number): Promise<void>;
  reload(): Promise<void>;
  /** Goes back, as by the browser's own button. */
  back(): Promise<void>;
  /** Stops whatever the browser sends and receives, its calls too, as in a tunnel: it hears nothing and is not told. */
  loseNetwork(): Promise<void>;
  regainNetwork(): void;
  /** There is a way to every address again. */
  unblock(): Promise<void>;
  picture(path: string): Promise<void>;
  /** What axe-core finds that keeps people from using the page as it is now: `rule: element`. */
  barriers(): Promise<string[]>;
  /** Ends the browser without a word, as a device whose battery is empty. */
  kill(): Promise<void>;
};

/** Starts a browser and opens a page in it. */
export async function openScreen(url: string, device: Device = {}): Promise<Screen> {
  const browser = await launch();
  const { send, onEvent } = browser.devTools;
  const { targetId } = z.object({ targetId: z.string() }).parse(
    await send("Target.createTarget", { url: "about:blank" }),
  );
  const attached = await send("Target.attachToTarget", { targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  const ask = (method: string, params?: Record<string, unknown>) => send(method, params, sessionId);

  const questions: string[] = [];
  let loaded = Promise.withResolvers<void>();
  const { errors, warnings, note } = complaints();
  onEvent(sessionId, (method, params) => {
    if (method === "Page.loadEventFired") loaded.resolve();
    if (method === "Page.javascriptDialogOpening") {
      questions.push(String(params.type));
      void ask("Page.handleJavaScriptDialog", { accept: true });
    }
    note(method, params);
  });
  await send("Browser.grantPermissions", { permissions: ["audioCapture", "geolocation"] });
  await prepare(ask, device);

  async function load(method: string, params: Record<string, unknown>): Promise<void> {
    loaded = Promise.withResolvers();
    await ask(method, params);
    await loaded.promise;
  }
  await load("Page.navigate", { url });

  async function evaluate(expression: string): Promise<unknown> {
    const found = evaluated.parse(
      await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true }),
    );
    if (found.exceptionDetails) throw new Error(JSON.stringify(found.exceptionDetails));
    return found.result.value;
  }

  /** TypeScript cannot see that the page returns what the function does. */
  async function run<A extends unknown[], R>(fn: (...of: A) => R | Promise<R>, ...of: A): Promise<R> {
    return await evaluate(`(${fn})(...${JSON.stringify(of)})`) as R;
  }

  let stopped: number | undefined;
  function regainNetwork(): void {
    if (stopped !== undefined) Deno.kill(stopped, "SIGCONT");
    stopped = undefined;
  }

  async function kill(): Promise<void> {
    // one that is stopped would not find out that its browser is gone
    regainNetwork();
    await browser.kill();
  }

  const screen: Screen = {
    errors,
    warnings,
    questions,
    run,
    async click(selector) {
      const { x, y } = await eventually(() => run(clickableAt, selector));
      const at = { x, y, button: "left", clickCount: 1 };
      await ask("Input.dispatchMouseEvent", { type: "mousePressed", ...at });
      await ask("Input.dispatchMouseEvent", { type: "mouseReleased", ...at });
    },
    async fill(selector, text) {
      await screen.see(selector);
      await run(selectAll, selector);
      if (text === "") await ask("Input.dispatchKeyEvent", { type: "keyDown", key: "Delete", code: "Delete" });
      else await ask("Input.insertText", { text });
    },
    shows: (selector) => run(isShown, selector),
    async choose(selector, path) {
      const { root } = z.object({ root: z.object({ nodeId: z.int() }) }).parse(await ask("DOM.getDocument"));
      const found = await ask("DOM.querySelector", { nodeId: root.nodeId, selector });
      const { nodeId } = z.object({ nodeId: z.int() }).parse(found);
      await ask("DOM.setFileInputFiles", { nodeId, files: [path] });
    },
    see: async (selector, withinMs) => void await eventually(() => screen.shows(selector), withinMs),
    read: async (text, withinMs) => void await eventually(() => run(hasText, text), withinMs),
    reload: () => load("Page.reload", {}),
    back: () => run(() => Reflect.get(globalThis, "history").back()),
    async loseNetwork() {
      stopped = await networkProcess(send);
      Deno.kill(stopped, "SIGSTOP");
    },
    regainNetwork,
    unblock: async () => void await block(ask, []),
    async picture(path) {
      const { data } = z.object({ data: z.string() }).parse(await ask("Page.captureScreenshot"));
      await Deno.writeFile(path, Uint8Array.fromBase64(data));
    },
    async barriers() {
      await evaluate(axe.source);
      return await run(findBarriers);
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
  return screen;
}

type Ask = (method: string, params?: Record<string, unknown>) => Promise<unknown>;

/** Makes a page's screen, language, place and line those of a device. */
async function prepare(ask: Ask, device: Device): Promise<void> {
  const { width = 390, height = 844, language = "ko-KR", dark = false, line, blocked } = device;
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`);
  await ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
  await ask("Emulation.setUserAgentOverride", { userAgent: "test", acceptLanguage: language });
  await ask("Emulation.setEmulatedMedia", {
    features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
  });
  await ask("Emulation.setGeolocationOverride", { latitude: 37.5665, longitude: 126.978, accuracy: 100 });
  if (blocked) await block(ask, blocked);
  if (line) {
    const { latencyMs: latency, bytesPerSec } = line;
    const throughput = { downloadThroughput: bytesPerSec, uploadThroughput: bytesPerSec };
    await ask("Network.emulateNetworkConditions", { offline: false, latency, ...throughput });
  }
  for (const prepare of [keepPeers, keepEchoes]) {
    await ask("Page.addScriptToEvaluateOnNewDocument", { source: `(${prepare})()` });
  }
}

function block(ask: Ask, urls: string[]): Promise<unknown> {
  return ask("Network.setBlockedURLs", { urls });
}

/** Collects what a page complains of. */
function complaints() {
  const errors: string[] = [];
  const warnings: string[] = [];
  function note(method: string, params: Record<string, unknown>): void {
    if (method === "Runtime.exceptionThrown") errors.push(JSON.stringify(params.exceptionDetails));
    if (method === "Runtime.consoleAPICalled" && params.type === "error") errors.push(JSON.stringify(params.args));
    if (method === "Runtime.consoleAPICalled" && params.type === "warning") warnings.push(JSON.stringify(params.args));
    if (method === "Log.entryAdded") {
      errors.push(...entryOf("error", params));
      warnings.push(...entryOf("warning", params));
    }
  }
  return { errors, warnings, note };
}

const evaluated = z.looseObject({
  result: z.looseObject({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

function entryOf(wanted: "error" | "warning", { entry }: Record<string, unknown>): string[] {
  const { level, text, url } = z.looseObject({ level: z.string(), text: z.string(), url: z.string().optional() })
    .parse(entry);
  return level === wanted ? [`${text} ${url ?? ""}`] : [];
}

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--remote-debugging-port=0",
  // a window, a new tab's page and suggestions that nobody sees take as long to start as the page that is wanted
  "--no-startup-window",
  "--disable-extensions",
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
];

async function launch() {
  const profile = await Deno.makeTempDir({ prefix: "inyeon-browser-" });
  const process = new Deno.Command(executable, {
    args: [...flags, `--user-data-dir=${profile}`],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const listening = Promise.withResolvers<string>();
  // read to the end: a pipe that nobody empties stops the one who fills it
  const drained = (async () => {
    for await (const line of process.stderr.pipeThrough(new TextDecoderStream()).pipeThrough(textLines())) {
      const url = /^DevTools listening on (\S+)/.exec(line)?.[1];
      if (url) listening.resolve(url);
    }
    listening.reject(new Error("The browser ended before it listened."));
  })();
  const devTools = await connectDevTools(await listening.promise);
  let killed: Promise<void> | undefined;

  async function end(): Promise<void> {
    process.kill("SIGKILL");
    await process.status;
    await Promise.all([drained, devTools.closed]);
    // its other processes go when they find it gone, and may write until then
    await eventually(() => Deno.remove(profile, { recursive: true }).then(() => true));
  }
  return { devTools, kill: () => killed ??= end() };
}

const processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.int() })) });

/** The browser's process through which everything goes, WebRTC too; DevTools' own emulation leaves calls as they are. */
async function networkProcess(send: DevTools["send"]): Promise<number> {
  const { processInfo } = processes.parse(await send("SystemInfo.getProcessInfo"));
  for (const { id } of processInfo) {
    // not read here: Deno shows /proc to no test without all permissions
    const { stdout } = await new Deno.Command("cat", { args: [`/proc/${id}/cmdline`] }).output();
    if (new TextDecoder().decode(stdout).includes("network.mojom.NetworkService")) return id;
  }
  throw new Error("The browser has no process for its network.");
}
