import { Button } from "../parts/button.tsx";
import { askSafety, type Meeting } from "../parts/safety_dialog.tsx";
import { t } from "./words.ts";

type SafetyLinkProps = {
  where: Meeting;
  name: string | null | undefined;
  /** Whether the name must be said, as in a list of several people. */
  isNamed?: boolean;
};

/** The way to block or report somebody. */
export function SafetyLink({ where, name, isNamed = false }: SafetyLinkProps) {
  return (
    <Button
      kind="link"
      class="safety"
      aria-label={isNamed ? t("safetyOf", { name: name ?? t("someone") }) : undefined}
      onClick={() => askSafety(where, name)}
    >
      {t("safety")}
    </Button>
  );
}
