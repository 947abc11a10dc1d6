import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Address ledger" words="Reading the ledger…" panels={["h-[680px]"]} />;
}
