"use client";

import { SelectField, TextField } from "@/components/ui/field";

/** As they stand in the fields. */
export interface AthenaText {
  accountId: string;
  region: string;
  database: string;
  workgroup: string;
  outputLocation: string;
  mostGb: string;
}

export const NO_ATHENA: AthenaText = {
  ...{ accountId: "", region: "", database: "", workgroup: "primary", outputLocation: "", mostGb: "100" },
};

const BYTES_A_GB = 1e9;

/** What the fields ask for: `accountId` and `region` are the connection's first where none was chosen. */
export function readAthena(
  { mostGb, ...text }: AthenaText,
  { accountIds, regions }: { accountIds: readonly string[]; regions: readonly string[] },
) {
  const { accountId, region } = { accountId: text.accountId || accountIds[0], region: text.region || regions[0] };
  const mostBytes = Math.round(Number(mostGb.replace(",", ".")) * BYTES_A_GB);
  return {
    ...{ accountId: accountId ?? "", region: region ?? "", database: text.database.trim() },
    ...{ workgroup: text.workgroup.trim(), outputLocation: text.outputLocation.trim() },
    mostBytes: Number.isSafeInteger(mostBytes) ? mostBytes : 0,
  };
}

const LINE = { autoComplete: "off", spellCheck: false, className: "mono" } as const;

/** Where Athena is asked, over which tables, and what one question may read at the most. */
export function AthenaFields({
  text,
  connection: { accountIds, regions },
  onChange,
}: {
  text: AthenaText;
  connection: { accountIds: readonly string[]; regions: readonly string[] };
  onChange: (text: AthenaText) => void;
}) {
  const field = (name: keyof AthenaText) => ({
    value: text[name],
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...text, [name]: target.value }),
  });
  const choices = (values: readonly string[]) => values.map((value) => ({ value, words: value }));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Athena</legend>
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <SelectField label="Account of the tables" options={choices(accountIds)} {...field("accountId")} />
        <SelectField label="Region of the tables" options={choices(regions)} {...field("region")} />
        <TextField
          {...LINE}
          label="Database"
          hint="Of the Glue catalog; its tables of logs are found"
          {...field("database")}
        />
        <TextField {...LINE} label="Workgroup" {...field("workgroup")} />
        <TextField
          {...LINE}
          label="Results go to"
          hint="As in s3://bucket/folder/; empty: the workgroup's own place"
          {...field("outputLocation")}
        />
        <TextField
          {...LINE}
          label="GB that one question may read"
          hint="One that reads more is stopped"
          inputMode="decimal"
          {...field("mostGb")}
        />
      </div>
    </fieldset>
  );
}
