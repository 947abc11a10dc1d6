import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page title="Cases">
      <p role="status" className="sr-only">
        Reading the cases…
      </p>
      <Skeleton className="h-64" />
    </Page>
  );
}
