"use client";

import { IncidentNumber } from "@/components/ui/incident-number";
import { MessagePage } from "@/components/ui/message-page";
import "./globals.css";

/** In place of everything, where even the frame of the pages could not be made. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Threadline cannot answer</title>
        <MessagePage title="Threadline cannot answer">
          <p>
            Most often its database is away for a moment. Nothing was changed or lost. Reload the page; if it stays like
            this, <code className="mono">npx threadline doctor</code> says what is wrong.
          </p>
          {error.digest === undefined ? null : (
            <p>
              <IncidentNumber number={error.digest} />
            </p>
          )}
        </MessagePage>
      </body>
    </html>
  );
}
