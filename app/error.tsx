"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { IncidentNumber } from "@/components/ui/incident-number";
import { MessagePage } from "@/components/ui/message-page";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage title="This page could not be made">
      <p>Nothing was changed or lost. The server's log says why, under the number below.</p>
      {error.digest === undefined ? null : (
        <p>
          <IncidentNumber number={error.digest} />
        </p>
      )}
      <p className="flex flex-wrap justify-center gap-2">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
        <Link href="/" className={buttonLook()}>
          Go to the list of cases
        </Link>
      </p>
    </MessagePage>
  );
}
