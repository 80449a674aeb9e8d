/** A picture of lines, by its path in a square of 24. */
export function Icon({ path, class: more }: { path: string; class?: string }) {
  return (
    <svg class={more ? `icon ${more}` : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
