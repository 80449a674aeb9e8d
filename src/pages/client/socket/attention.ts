/** The document, as far as it is needed here: the socket is tried without a browser, too. */
declare const document: EventTarget & { readonly visibilityState: string };

/** Says `hurry` when the network or the person is back, and `lose` when the network is gone. Returns how to stop. */
export function watchAttention({ hurry, lose }: { hurry: () => void; lose: () => void }): () => void {
  function appear(): void {
    if (document.visibilityState === "visible") hurry();
  }
  addEventListener("online", hurry);
  addEventListener("offline", lose);
  document.addEventListener("visibilitychange", appear);
  return () => {
    removeEventListener("online", hurry);
    removeEventListener("offline", lose);
    document.removeEventListener("visibilitychange", appear);
  };
}
