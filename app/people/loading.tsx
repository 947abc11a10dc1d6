import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="People" words="Reading the accounts…" panels={["h-[120px]", "h-[320px]"]} />;
}
