"use client";

import { useId, useState } from "react";
import { isZone, UTC } from "@/components/format/times";
import { browserZone, useZone } from "@/components/shell/zone";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { Segment, Segments } from "@/components/ui/segments";

/** One switch for all times of the page: UTC, the browser's own zone, or any other. */
export function ZoneSwitch() {
  const { choice, choose } = useZone();
  const [asking, setAsking] = useState(false);
  // The switch can stand in two places of one page, of which one is seen.
  const name = useId();
  const which = choice.local ? "local" : choice.zone === UTC ? "utc" : "other";
  return (
    <>
      <Segments legend="Time zone">
        <Segment name={name} checked={which === "utc"} onChoose={() => choose({ zone: UTC, local: false })}>
          UTC
        </Segment>
        <Segment
          name={name}
          checked={which === "local"}
          title={which === "local" ? choice.zone : undefined}
          onChoose={() => choose({ zone: browserZone(), local: true })}
        >
          Local
        </Segment>
        <Segment name={name} checked={which === "other"} onChoose={() => setAsking(true)}>
          {which === "other" ? choice.zone : "Other…"}
        </Segment>
      </Segments>
      {asking ? <ZoneDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function ZoneDialog({ onClose }: { onClose: () => void }) {
  const { choice, choose } = useZone();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const list = useId();
  return (
    <Dialog open onClose={onClose} title="Time zone">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const zone = typed.trim();
          if (!isZone(zone)) return setError("This browser knows no zone of that name.");
          choose({ zone, local: false });
          onClose();
        }}
      >
        <TextField
          label="Name of the zone"
          hint="As in Europe/Berlin or America/New_York. It holds for every page, and for this browser."
          placeholder={choice.zone}
          list={list}
          value={typed}
          error={error}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        <datalist id={list}>
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit">
            Show times in this zone
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
