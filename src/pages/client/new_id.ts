/** An id nobody else makes. `crypto.randomUUID` is only there on a secure page. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
