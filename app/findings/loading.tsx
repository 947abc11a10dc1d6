import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Findings" words="Asking AWS…" panels={["h-[88px]", "h-[640px]"]} />;
}
