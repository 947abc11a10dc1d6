import type { MouseEvent, ReactNode } from "react";
import type { UrlChange, UrlState } from "@/components/timeline/use-url-state";

/** A choice of what a view shows: a link, so it can be opened beside, that changes the address alone. */
export function UrlChoice({
  url,
  change,
  on,
  title,
  className,
  children,
}: {
  url: UrlState;
  change: UrlChange;
  on: boolean;
  title?: string;
  className: string;
  children: ReactNode;
}) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    url.change(change);
  };
  return (
    <a
      href={url.hrefOf(change)}
      onClick={follow}
      aria-current={on ? "true" : undefined}
      title={title}
      className={`inline-flex items-center ${className}`}
    >
      {children}
    </a>
  );
}
