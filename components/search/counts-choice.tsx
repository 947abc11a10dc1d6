import { UrlChoice } from "@/components/timeline/url-choice";
import type { UrlState } from "@/components/timeline/use-url-state";

/** Whether counts by value stand beside the records. */
export function CountsChoice({ url }: { url: UrlState }) {
  const isOpen = url.params.get("facets") === "on";
  return (
    <UrlChoice
      url={url}
      change={{ facets: isOpen ? null : "on" }}
      on={isOpen}
      title={isOpen ? "Hide the counts" : "Count the records by the values of their fields"}
      className="h-7 rounded-md border border-line px-2 text-dim text-sm hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
    >
      Counts
    </UrlChoice>
  );
}
