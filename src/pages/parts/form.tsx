import type { ComponentChildren } from "preact";
import type { Acting } from "./acting.ts";

type FormProps = {
  id?: string;
  class?: string;
  acting: Acting;
  /** What is done with what was filled in; a problem is kept by `acting`. */
  submit: (fields: FormData, form: HTMLFormElement) => Promise<unknown>;
  onInput?: (form: HTMLFormElement) => void;
  children: ComponentChildren;
};

/** A form that is sent by the page itself. */
export function Form({ id, class: look, acting, submit, onInput, children }: FormProps) {
  return (
    <form
      id={id}
      class={look}
      onInput={({ currentTarget }) => onInput?.(currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void acting.during(() => submit(new FormData(form), form)).then(() => leadToProblem(form));
      }}
    >
      {children}
    </form>
  );
}

/** Shows what went wrong, where that stands: the first field that is wrong is focused. Waits until it is drawn. */
function leadToProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const said = form.querySelector(".wrong") ?? form.querySelector(".problem:not(:empty)");
    const place = said?.closest("label, fieldset") ?? said;
    place?.scrollIntoView({ block: "center" });
    place?.querySelector<HTMLElement>("input, select, textarea")?.focus({ preventScroll: true });
  });
}

/** What stands in a field, without blanks around it. */
export function textIn(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value.trim() : "";
}
