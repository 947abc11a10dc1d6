import { groupBy } from "@/lib/core/group-by";
import { detector, type Found, type Severity } from "@/lib/detect/detector.types";
import { apiOf, historiesOf } from "@/lib/detect/detectors/call-history";
import { callerWords, callSubject, listWords } from "@/lib/detect/detectors/call-words";
import { privilegeChangeExamples } from "@/lib/detect/detectors/privilege-change.examples";
import type { CallUse, NotableCall } from "@/lib/detect/inputs/calls.types";
import { PRIVILEGE_APIS } from "@/lib/detect/inputs/notable-apis";
import type { RoleHistory } from "@/lib/investigate/sessions/role-history";

type Names = "calls";

const APIS: ReadonlySet<string> = new Set(PRIVILEGE_APIS);
const ADMINISTRATOR = /:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess|job-function\/SystemAdministrator)$/;
const TRUST = new Set(["UpdateAssumeRolePolicy", "CreateRole"]);
const ACCOUNT = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** A role that everybody, or somebody of another account, may take from now on. */
function trustsOutside({ eventName, notes, caller }: NotableCall): boolean {
  return TRUST.has(eventName) && notes.some((who) => who === "*" || isOtherAccount(who, caller.accountId));
}

function isOtherAccount(principal: string, own: string | null): boolean {
  const account = ACCOUNT.exec(principal)?.[1];
  return account !== undefined && own !== null && account !== own;
}

/** Whether a change is told of, and how severe it is. Whoever changed the same before does so for a living. */
function severityOf(call: NotableCall, history: RoleHistory): Severity | null {
  const { caller, notes } = call;
  if (call.eventName === "UpdateAccessKey" && notes.includes("Inactive")) return null;
  const before = history.isFirst(apiOf(call), call.atMs);
  if (trustsOutside(call) && before !== false) return "high";
  if (caller.instanceId !== null || caller.isRoot) return "high";
  if (before === false) return null;
  if (notes.some((note) => ADMINISTRATOR.test(note))) return "high";
  return before === true ? "medium" : null;
}

const WORST: Severity[] = ["low", "medium", "high", "critical"];

function examine(
  calls: readonly NotableCall[],
  historyOf: ReturnType<typeof historiesOf>,
  limits: Record<Names, number>,
) {
  const told = calls.flatMap((call) => {
    const severity = severityOf(call, historyOf(call.caller));
    return severity === null ? [] : [{ call, severity }];
  });
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last || told.length < limits.calls) return [];
  const { caller } = first.call;
  const { days, calls: before } = historyOf(caller).before(first.call.atMs);
  const what = told.map(({ call }) => [call.eventName, ...call.notes.slice(0, 1)].join(" "));
  const found: Found = {
    about: caller.id,
    ...callSubject(caller),
    severity: told.reduce<Severity>(
      (worst, { severity }) => (WORST.indexOf(severity) > WORST.indexOf(worst) ? severity : worst),
      "low",
    ),
    summary: `${callerWords(caller)} changed who may do what: ${listWords(what)}`,
    firstMs: first.call.atMs,
    lastMs: last.call.atMs,
    numbers: {
      changes: told.length,
      "changes threshold": limits.calls,
      "users, roles and policies": new Set(told.map(({ call }) => call.target)).size,
      "days of history": Number(days.toFixed(1)),
      "calls before": before,
    },
    records: told.map(({ call: { fileId, record } }) => ({ fileId, record })),
  };
  return [found];
}

/** Users, keys, policies and trust, changed by a machine, by the root user, or by someone who never did so before. */
export const privilegeChange = detector<"callUses" | "notableCalls", Names>({
  id: "privilege-change",
  title: "Users, keys, policies or trust changed",
  severity: "high",
  techniques: ["T1098", "T1098.001", "T1098.003", "T1136.003"],
  needs: ["api"],
  reads: ["callUses", "notableCalls"],
  looksFor:
    "Users, access keys, passwords, policies or roles' trust changed by an instance's session, by the root user, or by a caller never seen to do it.",
  benign: "Administrators and infrastructure tools do this for a living; what a caller did before is not told of.",
  parameters: [{ name: "calls", words: "Fewest changes", unit: "calls", default: 1, least: 1, most: 1000 }],
  evaluate({ callUses, notableCalls }, limits) {
    const historyOf = historiesOf(callUses as CallUse[]);
    const changes = notableCalls
      .filter(({ eventName, errorCode }) => errorCode === null && APIS.has(eventName))
      .toSorted((a, b) => a.atMs - b.atMs);
    return [...groupBy(changes, ({ caller }) => caller.id).values()].flatMap((calls) =>
      examine(calls, historyOf, limits),
    );
  },
  examples: privilegeChangeExamples,
});
