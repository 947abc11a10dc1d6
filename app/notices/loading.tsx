import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Notices" words="Reading your notices…" panels={["h-[320px]"]} />;
}
