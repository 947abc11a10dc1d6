import Link from "next/link";
import { buttonLook } from "@/components/ui/button-look";
import { MessagePage } from "@/components/ui/message-page";

export default function NotFound() {
  return (
    <MessagePage title="There is no such page">
      <p>The case may have been deleted, or the address is mistyped.</p>
      <p>
        <Link href="/" className={buttonLook()}>
          Go to the list of cases
        </Link>
      </p>
    </MessagePage>
  );
}
