"use client";

import { MessagePage } from "@/components/ui/message-page";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage title="This page could not be made">
      <p>
        Nothing was changed or lost.
        {error.digest ? (
          <>
            {" "}
            The server's log has it under incident <code className="mono select-all text-text">{error.digest}</code>.
          </>
        ) : null}
      </p>
      <p>
        <button
          type="button"
          onClick={reset}
          className="h-7 rounded-md border border-line bg-raise px-2.5 font-medium text-text"
        >
          Try again
        </button>
      </p>
    </MessagePage>
  );
}
