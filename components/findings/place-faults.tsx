import { visibleText } from "@/lib/core/visible-text";

const SHOWN = 20;

export interface PlaceFault {
  accountId: string;
  region: string;
  message: string;
}

/** What went wrong in which account and region, as items of a list: the first of them, and how many more. */
export function PlaceFaults({ faults }: { faults: readonly PlaceFault[] }) {
  return (
    <>
      {faults.slice(0, SHOWN).map(({ accountId, region, message }) => (
        <li key={`${accountId} ${region}`} className="[overflow-wrap:anywhere]">
          <span className="mono">
            {accountId} {region}
          </span>
          : {visibleText(message)}
        </li>
      ))}
      {faults.length > SHOWN ? <li>{faults.length - SHOWN} more.</li> : null}
    </>
  );
}
