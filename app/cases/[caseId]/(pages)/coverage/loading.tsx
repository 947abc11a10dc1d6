import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Coverage" words="Reading what the logs cover…" panels={["h-[680px]"]} />;
}
