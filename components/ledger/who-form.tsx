import Link from "next/link";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";

/** The question that the ledger answers: a plain form, whose answer is a link to send on. */
export function WhoForm({
  path,
  asked,
  vpcIds,
  error,
}: {
  path: string;
  asked: { who?: string | undefined; at?: string | undefined; vpc?: string | undefined; ip?: string | undefined };
  /** VPCs in which the address stands, where it stands in several. */
  vpcIds: readonly string[];
  error: string | null;
}) {
  const vpcs = asked.vpc === undefined || vpcIds.includes(asked.vpc) ? vpcIds : [...vpcIds, asked.vpc];
  return (
    <Card title="Who had it, and when?" note="an address, an interface or an access key, at one moment">
      <form action={path} className="flex min-w-0 flex-wrap items-start gap-3 px-3.5 py-3">
        {asked.ip === undefined ? null : <input type="hidden" name="ip" value={asked.ip} />}
        <div className="w-72 max-w-full">
          <TextField
            label="Address, interface or key"
            name="who"
            key={`who ${asked.who}`}
            defaultValue={asked.who ?? ""}
            required
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </div>
        <div className="w-60 max-w-full">
          <TextField
            label="Time, UTC"
            name="at"
            key={`at ${asked.at}`}
            defaultValue={asked.at ?? ""}
            placeholder="2026-02-16 14:02"
            required
            maxLength={40}
            autoComplete="off"
            error={error}
            className="mono"
          />
        </div>
        {vpcs.length > 1 || asked.vpc !== undefined ? (
          <SelectField
            label="VPC"
            name="vpc"
            key={`vpc ${asked.vpc}`}
            defaultValue={asked.vpc ?? ""}
            options={[{ value: "", words: "each that has it" }, ...vpcs.map((value) => ({ value, words: value }))]}
          />
        ) : null}
        <div className="flex gap-2 pt-[25px]">
          <button type="submit" className={`h-8 ${buttonLook("primary")}`}>
            Ask
          </button>
          {asked.who === undefined ? null : (
            <Link href={path} className={`h-8 ${buttonLook("quiet")}`}>
              Clear
            </Link>
          )}
        </div>
      </form>
    </Card>
  );
}
