import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Audit" words="Reading the trail…" panels={["h-[98px]", "h-[88px]", "h-[640px]"]} />;
}
