import type { ButtonHTMLAttributes } from "preact";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: "primary" | "secondary" | "danger" | "link" | "chip";
  busy?: boolean;
};

/** A button. While it is busy it stays readable and focusable; the handler must ignore a second press. */
export function Button({ kind, busy = false, type = "button", class: more, children, ...rest }: ButtonProps) {
  const classes = [kind, more].filter(Boolean).join(" ");
  return (
    <button {...rest} type={type} class={classes || undefined} aria-busy={busy ? "true" : "false"}>
      {children}
    </button>
  );
}
