import type { Answer } from "../client/api.ts";
import type { Session } from "../client/session.ts";
import { t } from "../words/texts.ts";
import { timeText } from "../words/times.ts";
import { announce } from "./announce.tsx";
import { ProblemBanner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { openPaged, type Paged, PagedList } from "./paged.tsx";

type Block = Answer<"GET /api/blocks">[number];

/** The people one has blocked. */
export const openBlocks = (session: Session): Paged<Block> =>
  openPaged((query) => session.ask("GET /api/blocks", { query }), ({ block_id }) => block_id);

type BlocksProps = {
  session: Session;
  of: Paged<Block>;
  /** Told once a block is gone. */
  unblocked?: () => void;
};

/** The people one has blocked, each with a button to lift the block; nothing where there is nobody. */
export function Blocks({ session, of, unblocked }: BlocksProps) {
  if (!of.rows.value?.length) return null;

  async function lift({ block_id }: Block): Promise<void> {
    const isLifted = await of.acting.during(() =>
      session.ask("DELETE /api/blocks/{block_id}", { params: { block_id } })
    );
    if (!isLifted) return;
    announce(t("unblocked"));
    unblocked?.();
    await of.open();
  }

  const line = (block: Block) => (
    <li key={block.block_id}>
      <div>
        <strong>{block.username}</strong>
        <p class="small">{timeText(block.created_at)}</p>
      </div>
      <Button
        kind="secondary"
        class="small"
        aria-label={t("unblockOf", { name: block.username })}
        onClick={() => void lift(block)}
      >
        {t("unblock")}
      </Button>
    </li>
  );
  return (
    <div id="blocks-part">
      <h2>{t("blocksTitle")}</h2>
      <ProblemBanner of={of.acting} />
      <PagedList id="blocks" of={of} line={line} />
    </div>
  );
}
