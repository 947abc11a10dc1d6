import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return (
    <LoadingPage title="Your account" words="Reading your sessions…" panels={["h-[150px]", "h-[150px]", "h-[200px]"]} />
  );
}
