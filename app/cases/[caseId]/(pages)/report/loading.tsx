import { LoadingPage } from "@/components/ui/loading-page";

export default function Loading() {
  return <LoadingPage title="Report" words="Putting the report together…" panels={["h-[680px]"]} />;
}
