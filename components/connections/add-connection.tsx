"use client";

import { useState } from "react";
import { ConnectionFields, type ConnectionText, NOTHING_YET } from "@/components/connections/connection-fields";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ActionResult } from "@/lib/core/action-result";

/** The form of a new connection; beside others it opens when it is asked for. */
export function AddConnection({
  isFirst,
  add,
}: {
  isFirst: boolean;
  add: (input: ConnectionText) => Promise<ActionResult<unknown>>;
}) {
  const [asked, setAsked] = useState(false);
  if (!isFirst && !asked)
    return (
      <div>
        <Button onClick={() => setAsked(true)}>Add a connection</Button>
      </div>
    );
  return (
    <Card title="New connection" note="rights to read are all that it takes">
      <ConnectionFields
        given={NOTHING_YET}
        save="Add the connection"
        send={add}
        onDone={() => setAsked(false)}
        onLeave={isFirst ? null : () => setAsked(false)}
      />
    </Card>
  );
}
