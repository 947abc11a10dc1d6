import { countOf } from "@/components/format/format-count";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/notices/notice-kinds";
import type { DeliveryRow, WebhookRow } from "@/lib/timeline/people/list-webhooks";

const COLUMNS = [
  { name: "Address" },
  { name: "Told when" },
  { name: "Last messages" },
  { name: "Change", hiddenName: true },
];

/** What is called, and what became of its last messages. */
export function WebhookTable({
  webhooks,
  busy,
  onTest,
  onRemove,
  onRetry,
}: {
  webhooks: readonly WebhookRow[];
  busy: boolean;
  onTest: (webhookId: string) => void;
  onRemove: (webhookId: string) => void;
  onRetry: (deliveryId: string) => void;
}) {
  const isFresh = webhooks.some(({ deliveries }) =>
    deliveries.some(({ state, attempts }) => state === "waiting" && attempts === 0),
  );
  return (
    <>
      {isFresh ? <AutoRefresh /> : null}
      <Table label="Webhooks" columns={COLUMNS}>
        {webhooks.map(({ id, url, kinds, actor, deliveries }) => (
          <tr key={id} className="align-top hover:bg-raise">
            <Cell wrap className="min-w-48 max-w-96 break-all">
              <span className="mono">{url}</span>
              <span className="block text-dim text-sm">added by {actor}</span>
            </Cell>
            <Cell wrap className="min-w-40 text-dim">
              {kinds.map(kindWords).join(", ")}
            </Cell>
            <Cell wrap className="min-w-64">
              {deliveries.length === 0 ? <span className="text-faint">none yet</span> : null}
              <ul className="grid gap-1">
                {deliveries.map((delivery) => (
                  <li key={delivery.id} className="flex flex-wrap items-center gap-x-2">
                    <When at={delivery.atMs} /> {kindWords(delivery.kind)} <Outcome delivery={delivery} />
                    {delivery.state === "dead" ? (
                      <Button tone="quiet" busy={busy} onClick={() => onRetry(delivery.id)}>
                        Send again
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Cell>
            <Cell>
              <span className="flex gap-1">
                <Button busy={busy} aria-label={`Try out ${url}`} onClick={() => onTest(id)}>
                  Try out
                </Button>
                <Button tone="quiet" busy={busy} aria-label={`Remove ${url}`} onClick={() => onRemove(id)}>
                  Remove
                </Button>
              </span>
            </Cell>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Outcome({ delivery: { state, attempts, error, nextMs } }: { delivery: DeliveryRow }) {
  if (state === "sent") return <Chip tone="ok">Taken</Chip>;
  if (state === "dropped") return <Chip title={error ?? ""}>Not sent: {error ?? ""}</Chip>;
  if (state === "dead")
    return <Chip tone="flag">{`Given up after ${countOf(attempts, "attempt")}. ${error ?? ""}`}</Chip>;
  if (attempts === 0) return <Chip>Waiting</Chip>;
  return (
    <>
      <Chip tone="warn">{error ?? "Not taken"}</Chip>
      {nextMs === null ? null : (
        <span className="text-dim text-sm">
          again at <When at={nextMs} />
        </span>
      )}
    </>
  );
}

function kindWords(kind: string): string {
  return Object.hasOwn(NOTICE_KINDS, kind) ? NOTICE_KINDS[kind as NoticeKind].told : kind;
}
