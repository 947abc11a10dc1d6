import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Board" words="Reading the board…" panels={["h-[86px]", "h-[220px]", "h-[220px]"]} />;
}
