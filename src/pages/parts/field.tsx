import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useEffect, useId } from "preact/hooks";
import type { Acting } from "./acting.ts";

/** What an element for input takes so that it belongs to its label, its hint and what is wrong with it. */
export type Described = { name: string; "aria-describedby"?: string; "aria-invalid"?: "true" };

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "children" | "label"> & {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Whose problem with this field stands beside it. */
  acting?: Acting;
  /** Another element than an input of one line. */
  children?: (described: Described) => ComponentChildren;
};

/** A field with its label, a hint, and beside it what is wrong with it. */
export function Field({ name, label, hint, acting, children, ...input }: FieldProps) {
  const id = useId();
  useFieldOf(acting, name);
  const wrong = acting?.wrongWith(name);
  const about = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  const described: Described = {
    name,
    ...(about ? { "aria-describedby": about } : {}),
    ...(wrong ? { "aria-invalid": "true" } : {}),
  };
  return (
    <label>
      <span>{label}</span>
      {children ? children(described) : <input {...input} {...described} />}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      <Wrong id={`${id}-wrong`} text={wrong} />
    </label>
  );
}

type ChoiceProps = {
  name: string;
  label: ComponentChildren;
  options: readonly { value: string; text: string }[];
  /** What is taken at first. */
  taken?: string;
  required?: boolean;
  disabled?: boolean;
  acting?: Acting;
  onChoose?: (value: string) => void;
};

/** A row of choices of which one is taken. */
export function Choice({ name, label, options, taken, required, disabled, acting, onChoose }: ChoiceProps) {
  const id = useId();
  useFieldOf(acting, name);
  const wrong = acting?.wrongWith(name);
  return (
    <fieldset disabled={disabled} aria-describedby={wrong ? `${id}-wrong` : undefined}>
      <legend>{label}</legend>
      <div class="segments">
        {options.map(({ value, text }) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === taken}
              required={required}
              onChange={() => onChoose?.(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
      <Wrong id={`${id}-wrong`} text={wrong} />
    </fieldset>
  );
}

/** What is wrong with a field. */
export function Wrong({ id, text }: { id: string; text: string | undefined }) {
  return text ? <small id={id} class="wrong" role="alert">{text}</small> : null;
}

/** Says that a field shows what is wrong with it, for as long as it is there. */
export function useFieldOf(acting: Acting | undefined, name: string): void {
  useEffect(() => {
    acting?.fields.add(name);
    return () => void acting?.fields.delete(name);
  }, [acting, name]);
}
