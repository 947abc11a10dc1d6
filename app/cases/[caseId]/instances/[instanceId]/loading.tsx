import { Skeleton } from "@/components/ui/skeleton";

/** The instance's page while its document is read: the answers, the lanes, the events. */
export default function Loading() {
  return (
    <main className="mx-auto w-full min-w-0 max-w-[1680px] px-4 py-4 sm:px-6" aria-busy="true">
      <p className="sr-only" role="status">
        Reading the instance…
      </p>
      <div className="grid gap-3">
        <Skeleton className="h-[58px] border-0 bg-transparent" />
        <div className="grid gap-3 md:grid-cols-3">
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
          <Skeleton className="h-28" />
        </div>
        <Skeleton className="h-[352px]" />
        <Skeleton className="h-[680px]" />
      </div>
    </main>
  );
}
