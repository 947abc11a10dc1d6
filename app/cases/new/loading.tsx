import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="New case" words="Opening the form…" panels={["h-[260px]", "h-[420px]"]} />;
}
