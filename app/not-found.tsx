import Link from "next/link";
import { MessagePage } from "@/components/ui/message-page";

export default function NotFound() {
  return (
    <MessagePage title="There is no such page">
      <p>The case may have been removed, or the address is mistyped.</p>
      <p>
        <Link href="/" className="text-flow underline">
          Go to the list of cases
        </Link>
      </p>
    </MessagePage>
  );
}
