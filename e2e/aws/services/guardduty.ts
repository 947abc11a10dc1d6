import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAccount, Json } from "@/e2e/aws/fake-account";
import type { FakeAws, OutputOf } from "@/e2e/aws/fake-aws.types";

const DETECTOR = "a1".repeat(16);

type Finding = NonNullable<OutputOf<"guardduty", "GetFindings">["Findings"]>[number];

/** GuardDuty of the account, on in its one region. */
export function serveGuardDuty(aws: FakeAws, account: FakeAccount): void {
  const isOn = (call: { accountId: string; region: string }) =>
    call.accountId === account.accountId && call.region === account.region;
  const check = (call: { accountId: string; region: string }, detector: string | undefined) => {
    if (isOn(call) && detector === DETECTOR) return;
    throw new AwsFault(
      "BadRequestException",
      "The request is rejected because the input detectorId is not owned by the current account.",
    );
  };
  aws.on("guardduty", "ListDetectors", (call) => ({ DetectorIds: isOn(call) ? [DETECTOR] : [] }));
  aws.on("guardduty", "ListFindings", (call) => {
    const { DetectorId, FindingCriteria, SortCriteria, MaxResults = 50, NextToken } = call.input;
    check(call, DetectorId);
    const criteria = Object.entries(FindingCriteria?.Criterion ?? {});
    const found = account.findings
      .filter((finding) => criteria.every(([path, condition]) => meets(valuesAt(finding, path.split(".")), condition)))
      .sort((a, b) => String(b.updatedAt).localeCompare(String(a.updatedAt)));
    if (SortCriteria?.OrderBy !== "DESC") found.reverse();
    const { items, next } = call.page(found, MaxResults, NextToken || undefined);
    // GuardDuty says an empty token, not none, where there is nothing more.
    return { FindingIds: items.map(({ id }) => String(id)), NextToken: next ?? "" };
  });
  aws.on("guardduty", "GetFindings", (call) => {
    const { DetectorId, FindingIds = [] } = call.input;
    check(call, DetectorId);
    if (FindingIds.length > 50) throw new AwsFault("BadRequestException", "findingIds: 50 at most");
    const found = account.findings.filter(({ id }) => FindingIds.includes(String(id)));
    return { Findings: found.map((finding) => inPascalCase(finding) as Finding) };
  });
}

/** Values at a path of member names; a list stands for each of its members. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return typeof value === "object" && value !== null ? valuesAt((value as Json)[name], rest) : [];
}

interface Condition {
  Equals?: string[] | undefined;
  GreaterThanOrEqual?: number | undefined;
  LessThanOrEqual?: number | undefined;
}

function meets(values: unknown[], { Equals, GreaterThanOrEqual: least, LessThanOrEqual: most }: Condition): boolean {
  const numbers = values.map((value) => (typeof value === "number" ? value : Date.parse(String(value))));
  return (
    (Equals === undefined || values.some((value) => Equals.includes(String(value)))) &&
    (least === undefined || numbers.some((value) => value >= least)) &&
    (most === undefined || numbers.some((value) => value <= most))
  );
}

/** The SDK's names of what has camelCase on the wire. */
function inPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPascalCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      inPascalCase(member),
    ]),
  );
}
