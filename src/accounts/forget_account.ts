import { tag } from "../../events/event.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { Forgets } from "../app/keeping.ts";
import { type Fold, load } from "../deciding/boundary.ts";
import { deleteImage } from "../http/media.ts";
import { urlsOf } from "./pictures.ts";

/** Deletes wrong passwords by name, pictures, and known addresses. */
export const forgets: Forgets = {
  async byLog({ log, registry, attempts, media, pictures }, userId) {
    const { state } = await load(log, registry, { names: namesOf(userId), pictures: pictures(userId) });
    await attempts.forgetNames(state.names);
    const { shown, former } = state.pictures;
    for (const url of [...former, ...urlsOf(shown)]) await deleteImage(media, url);
  },
  besideLog: ({ attempts }, userId) => attempts.forgetAddresses(userId),
};

/** Every name and address that a person has logged in with. */
const namesOf = (userId: number): Fold<readonly string[]> => ({
  types: ["AccountRegistered", "UsernameChanged", "EmailChanged"],
  tag: tag.user(userId),
  initial: [],
  evolve: (names, event) => {
    const name = nameIn(event);
    return name === null ? names : [...names, name];
  },
});

function nameIn(event: Event): string | null {
  switch (event.type) {
    case "AccountRegistered":
    case "UsernameChanged":
      return event.data.username;
    case "EmailChanged":
      return event.data.email;
    default:
      return null;
  }
}
