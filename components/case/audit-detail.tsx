import { countOf, formatCount } from "@/components/format/format-count";
import { Bytes } from "@/components/ui/bytes";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";

/** What an entry tells beside its subject, in words; a name that has no words here is shown as it is. */
export function AuditDetail({ detail }: { detail: Record<string, unknown> }) {
  const told = Object.entries(detail).filter(([name, value]) => value !== null && !isSilent(name, value));
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {told.map(([name, value]) => (
        <span key={name} className="min-w-0 break-words">
          <Told name={name} value={value} />
        </span>
      ))}
    </span>
  );
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const SHA256 = /^[0-9a-f]{64}$/;
/** Said by what the action is called, or true of every entry. */
const SILENT: Record<string, unknown> = { scratch: false, failed: 0, loads: 0, source: "person" };
const NAMES: Record<string, string> = {
  wasFrom: "before: from",
  wasTo: "before: to",
  was: "before:",
  savedBy: "saved by",
};

function isSilent(name: string, value: unknown): boolean {
  return Object.hasOwn(SILENT, name) && SILENT[name] === value;
}

function Told({ name, value }: { name: string; value: unknown }) {
  if (typeof value === "number") return <ToldNumber name={name} value={value} />;
  if (name === "scratch") return <>for one question only</>;
  if (name === "state") return <>{plain(value)}</>;
  if (name === "rebuilt") return <>what is left was read again</>;
  const label = `${NAMES[name] ?? name} `;
  if (typeof value === "string" && ISO.test(value)) {
    return (
      <>
        {label}
        <When at={value} />
      </>
    );
  }
  if (typeof value === "string" && SHA256.test(value)) {
    return (
      <span title={value}>
        SHA-256 <span className="mono">{value.slice(0, 12)}</span>
      </span>
    );
  }
  return <>{visibleText(`${label}${plain(value)}`)}</>;
}

function ToldNumber({ name, value }: { name: string; value: number }) {
  if (name === "bytes" || name === "size") return <Bytes bytes={value} />;
  if (name === "restOf") return <>the rest of load {value}</>;
  if (name === "record") return <>record {formatCount(value)}</>;
  if (name === "failed") return <>{formatCount(value)} failed</>;
  if (/^(files|records|loads)$/.test(name)) return <>{countOf(value, name.slice(0, -1))}</>;
  return (
    <>
      {name} {formatCount(value)}
    </>
  );
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(plain).join(", ") : JSON.stringify(value);
}
