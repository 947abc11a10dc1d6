import type { Thing } from "@/components/annotations/annotation-actions";
import { Subject } from "@/lib/core/subject";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

const MOST_TITLE = 500;

/** A row of the ledger as what can be marked; null where a log gave it names of more than any real length. */
export function thingOfSpan({ subjectKind, subject, vpcId, holder, fromMs }: LedgerSpanRow): Thing | null {
  const from = fromMs === null ? null : new Date(fromMs).toISOString();
  const parsed = Subject.safeParse({
    ...{ kind: "span", held: subjectKind, value: subject, holder, from },
    vpcId: subjectKind === "private-address" ? vpcId : null,
  });
  return parsed.success
    ? { subject: parsed.data, title: `${subject} held by ${holder}`.slice(0, MOST_TITLE), at: from }
    : null;
}
