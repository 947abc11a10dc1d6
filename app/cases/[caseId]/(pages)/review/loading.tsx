import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Review" words="Comparing with what was frozen…" panels={["h-[160px]", "h-[420px]"]} />;
}
