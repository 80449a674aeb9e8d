import { sealedFor } from "../../events/fields.ts";
import type { Event } from "../../events/vocabulary.ts";
import type { PersonalKeys } from "../log/personal.ts";

/** Drops keys from this process's memory as soon as the log says that they are deleted. */
export function forgetKeys(personal: Pick<PersonalKeys, "forget">): (event: Event) => void {
  return (event) => {
    if (event.type === "AccountErased") personal.forget(event.data.userId);
    if (event.type === "EvidenceErased") personal.forget(sealedFor.report(event.data.reportId));
  };
}
