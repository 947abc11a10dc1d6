import { countOf, formatCount } from "@/components/format/format-count";
import { TaskDue } from "@/components/tasks/task-due";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { TASK_STATES } from "@/lib/core/task-state";
import type { KnownEvidence } from "@/lib/timeline/board/read-known-evidence";
import type { TaskRow } from "@/lib/timeline/board/task.types";

const TASK_COLUMNS = [{ name: "Task" }, { name: "State" }, { name: "Owner" }, { name: "Due" }];
const FILE_COLUMNS = [{ name: "File" }, { name: "Kind" }, { name: "Records", numeric: true }, { name: "Loaded" }];

/** What a board of now has on other pages: what was to be done, what was flagged and what could be read, at an instant. */
export function KnownThen({
  atMs,
  tasks,
  indicators,
  evidence,
}: {
  atMs: number;
  tasks: readonly TaskRow[];
  indicators: readonly { kind: string; value: string }[];
  evidence: KnownEvidence;
}) {
  return (
    <>
      <Card title="Tasks" note={tasks.length === 0 ? undefined : countOf(tasks.length, "task")}>
        {tasks.length === 0 ? (
          <p className="px-3.5 py-3 text-dim">None had been written down.</p>
        ) : (
          <Table label="Tasks then" columns={TASK_COLUMNS}>
            {tasks.map((task) => (
              <tr key={task.id}>
                <Cell wrap className="min-w-56 font-medium">
                  {task.title}
                </Cell>
                <Cell>{TASK_STATES[task.state]}</Cell>
                <Cell>{task.owner?.name ?? "nobody"}</Cell>
                <Cell>
                  <TaskDue task={task} nowMs={atMs} />
                </Cell>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title="Indicators" note="what was flagged">
        <div className="flex flex-wrap gap-1.5 px-3.5 py-3">
          {indicators.length === 0 ? <p className="text-dim">Nothing had been flagged.</p> : null}
          {indicators.map(({ kind, value }) => (
            <Chip key={`${kind} ${value}`} mono>
              {value}
            </Chip>
          ))}
        </div>
      </Card>
      <Card
        title="Evidence"
        note={
          evidence.total === 0
            ? undefined
            : `${countOf(evidence.total, "file")}, ${countOf(evidence.records, "record")}`
        }
      >
        {evidence.total === 0 ? (
          <p className="px-3.5 py-3 text-dim">No file's records could be read.</p>
        ) : (
          <Table label="Evidence then" columns={FILE_COLUMNS}>
            {evidence.files.map(({ sha256, name, kind, records, since }) => (
              <tr key={sha256} title={`SHA-256 ${sha256}`}>
                <Cell wrap className="min-w-56 break-all">
                  {name}
                </Cell>
                <Cell>{kind}</Cell>
                <Cell numeric>{formatCount(records)}</Cell>
                <Cell>
                  <When at={Math.floor(Date.parse(since) / 1000) * 1000} />
                </Cell>
              </tr>
            ))}
          </Table>
        )}
        {evidence.total > evidence.files.length ? (
          <p className="border-line border-t px-3.5 py-2 text-dim">
            The {formatCount(evidence.files.length)} that were loaded last are listed.
          </p>
        ) : null}
      </Card>
      <p className="text-dim text-sm">
        Figures, detections and the timeline are worked out from the evidence as it is now, and are not shown as of
        another time.
      </p>
    </>
  );
}
