import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Retention" words="Reading what is due…" panels={["h-[120px]", "h-[240px]"]} />;
}
