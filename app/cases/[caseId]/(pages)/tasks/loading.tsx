import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Tasks" words="Reading the tasks…" panels={["h-[62px]", "h-[320px]"]} />;
}
