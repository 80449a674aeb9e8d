import type { HTMLAttributes } from "preact";

type FaceProps = Omit<HTMLAttributes<HTMLDivElement>, "name" | "class"> & {
  name: string | null | undefined;
  url?: string | null;
  class?: string;
};

/** Someone's picture, or the first letter of their name. */
export function Face({ name, url, class: more, ...rest }: FaceProps) {
  return (
    <div {...rest} class={more ? `face ${more}` : "face"}>
      {url ? <img src={url} alt="" /> : [...name || "?"][0].toUpperCase()}
    </div>
  );
}
