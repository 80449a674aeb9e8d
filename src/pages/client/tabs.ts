/**
 * Tells the other tabs of this browser who is logged in now. A tab that shows somebody else begins anew: what stands in
 * it is not theirs.
 *
 * @param who who is logged in, by this tab
 */
export function shareLogins(who: () => number | undefined) {
  const channel = new BroadcastChannel("inyeon.session");
  channel.onmessage = ({ data }) => {
    if (data !== (who() ?? null)) location.reload();
  };
  return { tell: () => channel.postMessage(who() ?? null) };
}
