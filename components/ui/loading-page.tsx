import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";

/** A page that is still being read: its heading, and its panels as high as they will be. */
export function LoadingPage({ title, words, panels }: { title: string; words: string; panels: readonly string[] }) {
  return (
    <Page title={title}>
      <p role="status" className="sr-only">
        {words}
      </p>
      {panels.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes
        <Skeleton key={index} className={height} />
      ))}
    </Page>
  );
}
