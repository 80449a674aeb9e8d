import { effect, signal } from "@preact/signals";
import { session } from "./session.ts";

/** Who is logged in, as far as it is known. */
export const me = signal<{ name: string | null } | undefined>();

effect(() => {
  if (!session.isOpen.value) return void (me.value = undefined);
  me.value ??= { name: null };
  void session.ask("GET /api/user/profile/").then(({ username }) => me.value = { name: username }, () => {});
});
