import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Fetch from AWS" words="Reading what was fetched…" panels={["h-[420px]", "h-[180px]"]} />;
}
