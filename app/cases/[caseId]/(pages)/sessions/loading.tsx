import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Sessions" words="Reading the sessions…" panels={["h-[320px]", "h-[480px]"]} />;
}
