import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="People" words="Reading who is on the case…" panels={["h-[110px]", "h-[240px]"]} />;
}
