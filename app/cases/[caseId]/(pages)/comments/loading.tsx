import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Comments" words="Reading the comments…" panels={["h-[420px]"]} />;
}
