import { useActing } from "../parts/acting.ts";
import { announce } from "../parts/announce.tsx";
import { ProblemBanner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Face } from "../parts/face.tsx";
import type { Session } from "../client/session.ts";
import type { Profile } from "./contract.ts";
import type { Saju } from "./store.ts";
import { t } from "./texts.ts";

type Props = { saju: Saju; mine: Profile; session: Session };

/** One's own picture and name, as others see them. */
export function PicturePart({ saju, mine, session }: Props) {
  const acting = useActing();

  async function change(profile_img_url: string | null): Promise<void> {
    await saju.change({ profile_img_url });
    announce(t("saved"));
  }

  async function choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const body = new FormData();
    body.append("file", file);
    input.value = "";
    const { url } = await session.ask("POST /api/media", { body, once: true });
    await change(url);
  }

  return (
    <div id="picture-part" class="card picture">
      <Face id="my-face" name={mine.name} url={mine.profile_img_url} aria-hidden="true" />
      <div>
        <p>
          <strong id="my-name" class="name" title={mine.name ?? ""}>{mine.name}</strong>
          <span id="my-email" class="small">{mine.email}</span>
        </p>
        <label class="secondary small upload">
          <span>{t("pictureChange")}</span>
          <input
            id="picture"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/avif"
            aria-describedby="picture-hint"
            aria-busy={acting.busy.value ? "true" : "false"}
            onChange={({ currentTarget }) => void acting.during(() => choose(currentTarget))}
          />
        </label>
        {mine.profile_img_url !== null && (
          <Button
            id="picture-remove"
            kind="link"
            onClick={() => void acting.during(() => change(null))}
          >
            {t("pictureRemove")}
          </Button>
        )}
        <p class="small" id="picture-hint">{t("pictureHint")}</p>
        <ProblemBanner of={acting} />
      </div>
    </div>
  );
}
