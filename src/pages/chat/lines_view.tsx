import { dayText, hourText } from "./days.ts";
import type { Line, MessageLine } from "./lines.ts";
import { t } from "./texts.ts";

/** What can be done with a message that was not sent. */
export type Unsent = { again(clientId: string): void; drop(clientId: string): void };

/** One line of a chat: the day, a message, or one that is on its way. */
export function LineView({ line, isClosed, unsent }: { line: Line; isClosed: boolean; unsent: Unsent }) {
  if (line.kind === "day") {
    return (
      <li class="day">
        <span>{dayText(line.at)}</span>
      </li>
    );
  }
  const { isMine, content, isErased, state, isLastOfRun } = line;
  return (
    <li class={`said ${isMine ? "mine" : "theirs"} ${state}${isLastOfRun ? " last" : ""}`}>
      <p class={isErased ? "bubble erased" : "bubble"}>{isErased ? t("erased") : content}</p>
      <Notes line={line} isClosed={isClosed} unsent={unsent} />
    </li>
  );
}

function Notes({ line, isClosed, unsent }: { line: MessageLine; isClosed: boolean; unsent: Unsent }) {
  const { state, isLastOfRun, at, outgoing } = line;
  const isTold = state === "failed" || state === "read" || state === "sending" && isLastOfRun;
  const isTimed = isLastOfRun && state !== "sending" && state !== "failed";
  if (!isTold && !isTimed) return null;
  return (
    <p class="notes">
      {isTold && <span>{t(state)}</span>}
      {state === "failed" && outgoing && (
        <>
          {!isClosed && <Small text={t("sendAgain")} act={() => unsent.again(outgoing.client_id)} />}
          <Small text={t("discard")} act={() => unsent.drop(outgoing.client_id)} />
        </>
      )}
      {isTimed && <time dateTime={at}>{hourText(at)}</time>}
    </p>
  );
}

function Small({ text, act }: { text: string; act: () => void }) {
  return <button type="button" class="link small" onClick={act}>{text}</button>;
}
