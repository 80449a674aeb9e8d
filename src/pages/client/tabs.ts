/**
 * Tells the other tabs of this browser who is logged in now. A tab that shows another person reloads, since
 * what it shows is not for the new one.
 *
 * @param who the person logged in as far as this tab knows
 */
export function shareLogins(who: () => number | undefined) {
  const channel = new BroadcastChannel("inyeon.session");
  channel.onmessage = ({ data }) => {
    if (data !== (who() ?? null)) location.reload();
  };
  return { tell: () => channel.postMessage(who() ?? null) };
}
