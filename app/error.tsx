"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { IncidentNumber } from "@/components/ui/incident-number";
import { MessagePage } from "@/components/ui/message-page";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const [trying, start] = useTransition();
  // The page is asked for anew: drawing again what the server sent before would fail again.
  const tryAgain = () =>
    start(() => {
      router.refresh();
      reset();
    });
  return (
    <MessagePage title="This page could not be made">
      {/* The page's own comes with what could not be made. */}
      <title>This page could not be made · Threadline</title>
      <p>Nothing was changed or lost. The server's log says why, under the number below.</p>
      {error.digest === undefined ? null : (
        <p>
          <IncidentNumber number={error.digest} />
        </p>
      )}
      <p className="flex flex-wrap justify-center gap-2">
        <Button tone="primary" busy={trying} onClick={tryAgain}>
          Try again
        </Button>
        <Link href="/" className={buttonLook()}>
          Go to the list of cases
        </Link>
      </p>
    </MessagePage>
  );
}
