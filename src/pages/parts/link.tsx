import type { HTMLAttributes } from "preact";
import { go } from "../shell/router.ts";

type LinkProps = Omit<HTMLAttributes<HTMLAnchorElement>, "href"> & { href: string };

/** A link to another view of the same page, which needs no new document; in a new tab it does. */
export function Link({ href, children, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(href);
      }}
    >
      {children}
    </a>
  );
}
