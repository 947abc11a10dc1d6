import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Detections" words="Reading detections…" panels={["h-[680px]"]} />;
}
