export default function Loading() {
  return (
    <main className="px-6 py-4" aria-busy="true">
      <p className="text-dim" role="status">
        Reading the evidence…
      </p>
      <div className="mt-3 grid gap-3" aria-hidden="true">
        <div className="h-24 animate-pulse rounded-lg border border-line bg-panel motion-reduce:animate-none" />
        <div className="h-72 animate-pulse rounded-lg border border-line bg-panel motion-reduce:animate-none" />
      </div>
    </main>
  );
}
