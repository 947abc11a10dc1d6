import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="AWS connections" words="Reading the connections…" panels={["h-[64px]", "h-[240px]"]} />;
}
