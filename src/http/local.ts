/** Headers besides X-Forwarded-… in which proxies name the client. */
const forwarding = new Set(["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"]);

/** Whether a request comes from this machine itself, not through a proxy on it. */
export function isLocal(remote: Deno.Addr | undefined, headers: Headers): boolean {
  if (!remote || !("hostname" in remote)) return false;
  if (!/^((::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i.test(remote.hostname)) return false;
  return [...headers.keys()].every((name) => !name.startsWith("x-forwarded") && !forwarding.has(name));
}
