import { assertEquals } from "@std/assert";
import { type Device, openScreen, type Screen } from "../support/browser.ts";
import type { Door } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";

/** Where each step is kept as a picture, for whoever wants to look. */
const pictures = Deno.env.get("SCREENSHOTS");

export async function picture(screen: Screen, name: string): Promise<void> {
  if (pictures) await screen.picture(`${pictures}/${name}.png`);
}

/** Someone on a screen of their own, signed up by the form; with a picture where a file is named. */
export async function arrive(
  { url }: Door,
  name: string,
  gender: string,
  device: Device = {},
  face?: string,
): Promise<Screen> {
  const screen = await openScreen(`${url}/call`, device);
  await screen.click("#sign-other");
  await screen.fill("#sign-form [name=username]", name);
  await screen.fill("#sign-form [name=password]", passwordOf(name));
  await screen.fill("#sign-form [name=age]", "25");
  await screen.click(`#sign-form [name=gender][value=${gender}]`);
  if (face) await screen.choose("#sign-form [name=profile_image]", face);
  await picture(screen, `${name}-1-sign-up`);
  assertEquals(await screen.barriers(), []);
  await screen.click("#sign-do");
  await screen.see("#view-home");
  return screen;
}

/** Someone who signed up before, on another screen of theirs. */
export async function comeBack({ url }: Door, name: string, device: Device = {}): Promise<Screen> {
  const screen = await openScreen(`${url}/call`, device);
  await screen.fill("#sign-form [name=username]", name);
  await screen.fill("#sign-form [name=password]", passwordOf(name));
  await screen.click("#sign-do");
  return screen;
}

const passwordOf = (name: string) => `the password of ${name}`;

/** Both look for someone, are offered each other and accept; returns once both hear the other. */
export async function meet(one: Screen, two: Screen, look = (_step: string) => Promise.resolve()): Promise<void> {
  await one.click("#home-form [type=submit]");
  await one.see("#leave");
  await look("3-waiting");
  await two.click("#home-form [type=submit]");
  await Promise.all([one.see("#accept"), two.see("#accept")]);
  await look("4-offer");
  await one.click("#accept");
  await two.click("#accept");
  await Promise.all([hears(one), hears(two)]);
}

type Heard = { connections: number; bytes: number; packets: number; energy: number };

/** What a page has received of the other's voice by its newest connection, the how-manieth it is. */
export async function heard(screen: Screen): Promise<Heard> {
  return await screen.run(async () => {
    type Stats = {
      type: string;
      kind?: string;
      bytesReceived: number;
      packetsReceived: number;
      totalAudioEnergy: number;
    };
    type Peer = { connectionState: string; getStats(): Promise<Map<string, Stats>> };
    const peers = Reflect.get(globalThis, "peers") as Peer[];
    const peer = peers.at(-1);
    const stats = peer?.connectionState === "connected" ? [...(await peer.getStats()).values()] : [];
    const sound = stats.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
    return {
      connections: peers.length,
      bytes: sound?.bytesReceived ?? 0,
      packets: sound?.packetsReceived ?? 0,
      energy: sound?.totalAudioEnergy ?? 0,
    };
  });
}

/** Waits until sound of the other comes in by this or a later connection, and goes on coming. */
export async function hears(screen: Screen, connection = 1): Promise<void> {
  let before: Heard | undefined;
  await eventually(async () => {
    const now = await heard(screen);
    if (now.bytes === 0 || now.connections < connection) return false;
    if (before?.connections !== now.connections) before = now;
    return now.bytes > before.bytes + 2_000 && now.energy > before.energy;
  }, 30_000);
}

/** Waits until two seconds of the other's sound have come in; returns how much energy was in them. */
export async function energyHeard(screen: Screen): Promise<number> {
  const before = await heard(screen);
  const after = await eventually(async () => {
    const now = await heard(screen);
    return now.packets > before.packets + 100 ? now : undefined;
  }, 20_000);
  return after.energy - before.energy;
}
