import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <main className="mx-auto grid w-full max-w-[1760px] gap-3 px-4 py-4 sm:px-6" aria-busy="true">
      <p className="sr-only" role="status">
        Reading the evidence…
      </p>
      <div className="grid gap-3 md:grid-cols-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <Skeleton className="h-52" />
      <Skeleton className="h-72" />
    </main>
  );
}
