import type { FakeAccount, Json } from "@/e2e/aws/fake-account";
import type { FakeAws, OutputOf } from "@/e2e/aws/fake-aws.types";

type Finding = NonNullable<OutputOf<"securityhub", "GetFindings">["Findings"]>[number];
type Asked = Record<
  string,
  { Value?: string; Cidr?: string; Key?: string; Comparison?: string; Start?: string; End?: string }[]
>;

const GUARDDUTY = "aws/guardduty/service/action/networkConnectionAction/remoteIpDetails/ipAddressV4";

/** Security Hub of the account, which has GuardDuty's findings as it takes them over. */
export function serveSecurityHub(aws: FakeAws, account: FakeAccount): void {
  aws.on("securityhub", "GetFindings", (call) => {
    const { Filters = {}, MaxResults = 100, NextToken } = call.input;
    const isHere = call.accountId === account.accountId && call.region === account.region;
    const found = (isHere ? account.findings.map(asffOf) : [])
      .filter((finding) => Object.entries(Filters as Asked).every(([name, filters]) => meets(finding, name, filters)))
      .sort((a, b) => String(b.UpdatedAt).localeCompare(String(a.UpdatedAt)));
    const { items, next } = call.page(found, MaxResults, NextToken);
    return { Findings: items, NextToken: next };
  });
}

/** Filters of one attribute are joined by "or", those that exclude by "and". */
function meets(finding: Finding, name: string, filters: Asked[string]): boolean {
  const values = valuesOf(finding, name);
  return filters.some(({ Value = "", Cidr, Key, Comparison, Start = "", End = "" }) => {
    if (Cidr !== undefined) return values.includes(Cidr.replace(/\/\d+$/, ""));
    if (name.endsWith("At")) return values.some((value) => value >= Start && value <= End);
    if (Key !== undefined) return finding.ProductFields?.[Key] === Value;
    if (Comparison === "PREFIX_NOT_EQUALS") return values.every((value) => !value.startsWith(Value));
    return values.includes(Value);
  });
}

function valuesOf(finding: Finding, name: string): string[] {
  if (name === "Type") return finding.Types ?? [];
  if (name === "ResourceId") return (finding.Resources ?? []).flatMap(({ Id }) => Id ?? []);
  if (name.startsWith("Network")) return [];
  const value = (finding as unknown as Json)[name];
  return typeof value === "string" ? [value] : [];
}

function asffOf(finding: Json): Finding {
  const { id, region, accountId, type, title, description, severity, createdAt, updatedAt, resource, service } =
    finding as Record<string, string> & { severity: never; resource: never; service: never };
  const { instanceDetails } = resource as { instanceDetails: { instanceId: string } };
  const { eventFirstSeen, eventLastSeen, action } = service as {
    eventFirstSeen: string;
    eventLastSeen: string;
    action: { networkConnectionAction?: { remoteIpDetails?: { ipAddressV4?: string } } };
  };
  const ip = action.networkConnectionAction?.remoteIpDetails?.ipAddressV4;
  return {
    ...{ SchemaVersion: "2018-10-08", Id: finding.arn as string, AwsAccountId: accountId, Region: region },
    ProductArn: `arn:aws:securityhub:${region}::product/aws/guardduty`,
    ...{ GeneratorId: `arn:aws:guardduty:${region}:${accountId}:detector/x`, Title: title, Description: description },
    Types: [`TTPs/Command and Control/${(type ?? "").replace("/", "-")}`],
    ...{ FirstObservedAt: eventFirstSeen, LastObservedAt: eventLastSeen, CreatedAt: createdAt, UpdatedAt: updatedAt },
    Severity: { Product: severity, Label: "HIGH", Normalized: 70 },
    Resources: [
      { Type: "AwsEc2Instance", Id: `arn:aws:ec2:${region}:${accountId}:instance/${instanceDetails.instanceId}` },
    ],
    ProductFields: { "aws/guardduty/id": String(id), ...(ip === undefined ? {} : { [GUARDDUTY]: ip }) },
    RecordState: "ACTIVE",
  };
}
