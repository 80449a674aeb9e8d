import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { person } from "../support/client.ts";
import { eventually } from "../support/eventually.ts";
import type { Matrix } from "../support/matrix.ts";
import { appoint, idOf } from "../support/staff.ts";

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
  life: {
    async live({ server, mina, juno }) {
      const reason = "needle reason of a suspension";
      const path = `/api/admin/users/${idOf(mina)}`;
      const same = { current_password: mina.password, new_password: mina.password };
      const staff = await appoint(server, juno);
      const made = [
        await mina.put("/api/user/password/", same),
        await staff.post(`${path}/suspend`, { reason }),
        await staff.post(`${path}/reinstate`),
      ];
      assertEquals(made.map(({ status }) => status), [200, 200, 200]);
      await eventually(async () => (await mina.get("/api/auth/me")).status === 200);
      return { "reason of a suspension": reason };
    },
    loggedAlone: ["reason of a suspension"],
  },
};
