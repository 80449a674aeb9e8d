import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Explanation } from "./contract.ts";
import { Pillars } from "./pillars.tsx";
import type { Saju } from "./store.ts";
import { t } from "./texts.ts";

type Props = { saju: Saju; person: { user_id: number; name: string }; failed(error: unknown): void };

/**
 * Why two people have their score: a button and what it opens, asked of the server once it is opened.
 * The server answers in words: give it the key of the language.
 */
export function Why({ saju, person: { user_id, name }, failed }: Props) {
  const isOpen = useSignal(false);
  const explanation = useSignal<Explanation | undefined>(undefined);
  const id = useId();

  async function open(): Promise<void> {
    isOpen.value = !isOpen.value;
    if (!isOpen.value || explanation.value) return;
    try {
      explanation.value = await saju.explain(user_id);
    } catch (error) {
      isOpen.value = false;
      failed(error);
    }
  }

  return (
    <>
      <button
        type="button"
        class="link"
        aria-label={`${t("why")}: ${name}`}
        aria-expanded={isOpen.value}
        aria-controls={id}
        onClick={open}
      >
        {t("why")}
      </button>
      <div id={id} class="why" hidden={!isOpen.value}>
        {explanation.value && <Explained {...explanation.value} />}
      </div>
    </>
  );
}

function Explained({ pillars, elements, relations, notes }: Explanation) {
  return (
    <>
      <p class="tag">{t("forFun")}</p>
      <h3>{t("myPillars")}</h3>
      <Pillars pillars={pillars} />
      <h3>{t("myElements")}</h3>
      <ul class="elements">
        {elements.map(({ element, name, count }) => (
          <li key={element}>
            <span>{name}</span>
            <strong>{count}</strong>
          </li>
        ))}
      </ul>
      <h3>{t("together")}</h3>
      <ul class="relations">{relations.map((relation) => <Relation key={relation.part} {...relation} />)}</ul>
      {notes.map((note) => <p key={note} class="small">{note}</p>)}
    </>
  );
}

function Relation({ name, points: { from, to, of }, text }: Explanation["relations"][number]) {
  const range = { marginInlineStart: `${100 * from / of}%`, width: `${Math.max(4, 100 * (to - from) / of)}%` };
  return (
    <li>
      <strong>{name}</strong>
      <i class="points-range" aria-hidden="true">
        <b style={range} />
      </i>
      <p class="small">{text}</p>
    </li>
  );
}
