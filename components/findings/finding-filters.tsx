import { SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";

interface Shown {
  account?: string | undefined;
  region?: string | undefined;
  severity?: string | undefined;
  type?: string | undefined;
  instance?: string | undefined;
  ip?: string | undefined;
}

interface Connection {
  id: string;
  name: string;
  accountIds: readonly string[];
  regions: readonly string[];
}

const SERVICES = [
  { value: "guardduty", words: "GuardDuty" },
  { value: "security-hub", words: "Security Hub" },
];
const SEVERITIES = [
  { value: "", words: "Any" },
  { value: "4", words: "Medium and above" },
  { value: "7", words: "High and above" },
  { value: "9", words: "Critical" },
];
const all = (values: readonly string[]) => [
  { value: "", words: "All" },
  ...values.map((value) => ({ value, words: value })),
];
const MONO = { className: "mono", spellCheck: false, autoComplete: "off", size: 22 } as const;

/** Which connection is asked, and for which findings: a plain form, whose answer is a link to send on. */
export function FindingFilters({
  connections,
  chosen,
  service,
  shown,
}: {
  connections: readonly Connection[];
  chosen: Connection;
  service: string;
  shown: Shown;
}) {
  return (
    <FilterForm path="/findings" shown={{ ...shown }} of={`${chosen.id} ${service}`} framed>
      <SelectField
        label="Connection"
        name="connection"
        defaultValue={chosen.id}
        options={connections.map(({ id, name }) => ({ value: id, words: name }))}
      />
      <SelectField label="From" name="service" defaultValue={service} options={SERVICES} />
      <SelectField label="Severity" name="severity" defaultValue={shown.severity ?? ""} options={SEVERITIES} />
      {chosen.accountIds.length > 1 ? (
        <SelectField
          label="Account"
          name="account"
          defaultValue={shown.account ?? ""}
          options={all(chosen.accountIds)}
        />
      ) : null}
      {chosen.regions.length > 1 ? (
        <SelectField label="Region" name="region" defaultValue={shown.region ?? ""} options={all(chosen.regions)} />
      ) : null}
      <TextField {...MONO} label="Type" name="type" defaultValue={shown.type} maxLength={200} />
      <TextField {...MONO} label="Instance" name="instance" defaultValue={shown.instance} maxLength={40} />
      <TextField {...MONO} label="Remote address" name="ip" defaultValue={shown.ip} maxLength={45} />
    </FilterForm>
  );
}
