import { decodeJwt } from "jose";
import { person } from "../support/client.ts";
import type { Matrix } from "../support/matrix.ts";

export const matrix: Matrix = {
  things: {
    session: {
      make: ({ three }) => Promise.resolve({ id: String(decodeJwt(three.access).sid), owner: three }),
      names: (id) => ({ id }),
    },
  },
  lists: {
    bounds: { "/api/auth/sessions/": [100, 1_000] },
    async readers(server) {
      const reader = await person(server, { name: "often" });
      await reader.loggedIn();
      return { "/api/auth/sessions/": { reader } };
    },
  },
};
