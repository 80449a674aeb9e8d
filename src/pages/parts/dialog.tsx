import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

type DialogProps = {
  id?: string;
  /** The id of its heading, which is focused when it opens. */
  labelledBy: string;
  isOpen: boolean;
  /** The person closed it. */
  close: () => void;
  children: ComponentChildren;
};

/** A dialog in front of the page; what is in it is only there while it is open. */
export function Dialog({ id, labelledBy, isOpen, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isOpen) return dialog.current?.close();
    dialog.current?.showModal();
    document.getElementById(labelledBy)?.focus();
  }, [isOpen, labelledBy]);
  return (
    <dialog id={id} ref={dialog} aria-labelledby={labelledBy} onClose={close}>
      {isOpen && children}
    </dialog>
  );
}
