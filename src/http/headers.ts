/** What an answer that is no page may do in a browser: nothing. */
const nothingRuns = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What pages of ours may ask a person for: the microphone, for calls, and where they are. */
const features = "camera=(), display-capture=(), geolocation=(self), microphone=(self), payment=(), usb=()";

const always: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "content-security-policy": nothingRuns,
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": features,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A year, as the preload lists want it at least. */
const httpsOnly = "max-age=31536000";

/** Sets what every answer carries for browsers, where it does not say otherwise itself. */
export function secure(headers: Headers, { https }: { https: boolean }): void {
  for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value);
  if (https) headers.set("strict-transport-security", httpsOnly);
}
