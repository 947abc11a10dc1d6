import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Evidence" words="Reading the list of files…" panels={["h-[132px]", "h-[680px]"]} />;
}
