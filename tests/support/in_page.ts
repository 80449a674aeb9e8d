/* What tests run in a page: each function by itself, sent as its text. */

/** Keeps the page's peer connections where a test can ask them, in the order in which they were made. */
export function keepPeers(): void {
  const peers: unknown[] = [];
  const Original = Reflect.get(globalThis, "RTCPeerConnection");
  Object.assign(globalThis, {
    peers,
    RTCPeerConnection: new Proxy(Original, {
      construct(target, of) {
        const peer: object = Reflect.construct(target, of);
        peers.push(peer);
        return peer;
      },
    }),
  });
}

/** The false microphones all beep alike, which each browser takes for an echo of the other and takes away. */
export function keepEchoes(): void {
  const devices = Reflect.get(navigator, "mediaDevices");
  const original = devices.getUserMedia.bind(devices);
  devices.getUserMedia = () =>
    original({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
}

type Box = { x: number; y: number; width: number; height: number };
type Found = {
  scrollIntoView(how: { block: "center" }): void;
  getBoundingClientRect(): Box;
  checkVisibility(): boolean;
  contains(other: unknown): boolean;
  matches(selector: string): boolean;
  focus(): void;
  select(): void;
  innerText: string;
};
declare const document: {
  querySelector(selector: string): Found | null;
  elementFromPoint(x: number, y: number): unknown;
  body: Found;
};

export function clickableAt(selector: string): { x: number; y: number } | undefined {
  const found = document.querySelector(selector);
  if (!found?.checkVisibility() || found.matches(":disabled, [aria-busy=true]")) return undefined;
  found.scrollIntoView({ block: "center" });
  const { x, y, width, height } = found.getBoundingClientRect();
  const middle = { x: x + width / 2, y: y + height / 2 };
  return found.contains(document.elementFromPoint(middle.x, middle.y)) ? middle : undefined;
}

export function selectAll(selector: string): void {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select();
}

export function isShown(selector: string): boolean {
  return document.querySelector(selector)?.checkVisibility() ?? false;
}

export function hasText(text: string): boolean {
  return document.body.innerText.includes(text);
}

export async function findBarriers(): Promise<string[]> {
  type Violation = { id: string; nodes: { target: string[] }[] };
  const axe: { run(): Promise<{ violations: Violation[] }> } = Reflect.get(globalThis, "axe");
  const { violations } = await axe.run();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
