/** What people know a program by, told apart by what its User-Agent holds; the first that fits. */
const programs: [RegExp, string][] = [
  [/\bEdgA?(?:iOS)?\//, "Edge"],
  [/\bWhale\//, "Whale"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bKAKAOTALK\b/i, "KakaoTalk"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/**
 * A name for a device that its owner recognises, from its User-Agent.
 *
 * @example
 * ```ts
 * import { deviceName } from "./device_name.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(deviceName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox · Linux");
 * assertEquals(deviceName("okhttp/4.12.0"), "okhttp");
 * ```
 */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const first = (of: [RegExp, string][]) => of.find(([mark]) => mark.test(userAgent))?.[1];
  const parts = [first(programs) ?? /^[^\s/]{1,40}/.exec(userAgent)?.[0], first(systems)];
  return parts.filter((part) => part !== undefined).join(" · ") || null;
}
