import type { Acting } from "../parts/acting.ts";
import { Button } from "../parts/button.tsx";
import type { Introduction } from "./contract.ts";
import type { SajuPage } from "./page.ts";
import { t } from "./texts.ts";

type Props = { page: SajuPage; said: Introduction; acting: Acting };

/** Yes and no to somebody's request. */
export function Answers({ page, said, acting }: Props) {
  const { name } = said.partner;

  const answer = (decision: "accept" | "decline") => () =>
    acting.during(async () => {
      const chatId = await page.saju.answer(said, decision);
      if (chatId !== undefined) page.openChat(chatId);
    });

  return (
    <div class="two">
      <CardButton text="decline" of={name} busy={acting.busy.value} act={answer("decline")} />
      <CardButton text="accept" kind="primary" of={name} busy={acting.busy.value} act={answer("accept")} />
    </div>
  );
}

type CardButtonProps = {
  text: Parameters<typeof t>[0];
  /** On whose card it is, for those who do not see that. */
  of: string;
  kind?: "primary" | "secondary" | "link";
  class?: string;
  busy?: boolean;
  act(): void;
};

/** A button on somebody's card. */
export function CardButton({ text, of, kind = "secondary", class: more, busy, act }: CardButtonProps) {
  return <Button kind={kind} class={more} busy={busy} aria-label={`${t(text)}: ${of}`} onClick={act}>{t(text)}</Button>;
}

/** The way to block or report somebody, on their card. */
export function CardSafety({ page, person }: { page: SajuPage; person: { user_id: number; name: string } }) {
  const { user_id, name } = person;
  return (
    <CardButton
      text="safety"
      kind="link"
      class="safety"
      of={name}
      act={() => page.askSafety({ user_id }, name)}
    />
  );
}
