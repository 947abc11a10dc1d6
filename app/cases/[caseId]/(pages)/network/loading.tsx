import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Network" words="Reading who talked to whom…" panels={["h-[680px]"]} />;
}
