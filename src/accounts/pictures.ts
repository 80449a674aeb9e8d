import { tag } from "../../events/event.ts";
import type { EventType } from "../../events/vocabulary.ts";
import type { App } from "../app.ts";
import { type Fold, load } from "../deciding/boundary.ts";
import { deleteImage } from "../http/media.ts";
import type { System } from "../system.ts";

/** The picture that a person shows in each app, by the app's name, and those they showed before. */
export type PicturesOf = { shown: Readonly<Record<string, string | null>>; former: readonly string[] };

/** Puts together which events of all apps say what picture a person shows. */
export function picturesIn(apps: readonly Pick<App, "name" | "pictures">[]): (userId: number) => Fold<PicturesOf> {
  const said = new Map(
    apps.flatMap(({ name, pictures }) =>
      Object.entries(pictures?.saidBy ?? {}).map(([type, picture]) => [type, { app: name, picture }] as const)
    ),
  );
  return (userId) => ({
    types: [...said.keys()] as EventType[],
    tag: tag.user(userId),
    initial: { shown: {}, former: [] },
    evolve(state, event) {
      const { app, picture } = said.get(event.type) ?? {};
      const url = picture?.(event.data as never);
      if (app === undefined || url === undefined) return state;
      const shown = { ...state.shown, [app]: url };
      const former = new Set([...state.former, ...urlsOf(state.shown)]).difference(new Set(urlsOf(shown)));
      return { shown, former: [...former] };
    },
  });
}

/** The pictures that are there. */
export function urlsOf(shown: PicturesOf["shown"]): string[] {
  return Object.values(shown).filter((url) => url !== null);
}

/** Deletes the files of pictures that a person showed before and shows in no app any more. */
export async function deleteFormer({ log, registry, pictures, media }: System, userId: number): Promise<void> {
  const { state } = await load(log, registry, { pictures: pictures(userId) });
  for (const url of state.pictures.former) await deleteImage(media, url);
}
