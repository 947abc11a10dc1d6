import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NO_SUCH_CASE } from "@/lib/auth/check-permission";
import {
  CASE_PERMISSIONS,
  CASE_ROLES,
  type CasePermission,
  INSTALLATION_PERMISSIONS,
  type InstallationPermission,
} from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";
import { openCase } from "@/lib/cases/open-case";
import type { ActionResult } from "@/lib/core/action-result";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { INDICATOR, INSTANCE, makeTestCase } from "@/lib/timeline/test-case";
import { INCIDENT } from "@/prisma/incidents/web-tier/write-incident";

const asking = vi.hoisted(() => ({ person: null as Person | null }));
vi.mock("@/lib/auth/find-person", () => ({ findPerson: async () => asking.person }));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const HASH = "a".repeat(64);
const NONE = "00000000-0000-4000-8000-000000000000";
const ENTERED = {
  ...{ at: "2026-02-16T22:00:00Z", knownAt: "2026-02-16T23:00:00Z", title: "x", detail: "", source: "x" },
  instanceId: null,
};
const [FROM, TO] = [new Date("2026-02-16T22:00:00Z"), new Date("2026-02-17T04:00:00Z")];

const ATHENA = {
  ...{ accountId: "111122223333", region: "eu-west-1", workgroup: "primary", database: "logs" },
  ...{ outputLocation: "", mostBytes: 1e9 },
};
const CONNECTION = {
  ...{ name: "x", profile: "", externalId: "", by: "accounts", accounts: "111122223333", roleName: "", readerArn: "" },
  ...{ regions: "eu-central-1", endpoints: "" },
};
const NOWHERE = "00000000-0000-4000-8000-000000000000";
const marked = (caseId: string) => ({
  ...{ caseId, subject: { kind: "instance", instanceId: INSTANCE }, title: "It", at: null },
});

type Asks = CasePermission | InstallationPermission | "session";
/** Every action, by the file it stands in: what it asks for, and an input that its schema takes. */
const ACTIONS: Record<string, Record<string, [Asks, (caseId: string) => unknown]>> = {
  "account/actions.ts": {
    changePasswordAction: ["session", () => ({ current: "x", password: "seven green umbrellas" })],
    endSessionAction: ["session", () => ({ id: "none" })],
    beginPasskeyAction: ["session", () => ({ password: "x" })],
    finishPasskeyAction: ["session", () => ({ name: "x", credential: {} })],
    removePasskeyAction: ["session", () => ({ id: "none" })],
    makeTokenAction: ["session", () => ({ name: "x", caseIds: null, rights: ["case.read"], days: 1 })],
    revokeTokenAction: ["session", () => ({ id: 999_999 })],
    beginSecondFactorAction: ["session", () => ({ password: "x" })],
    confirmSecondFactorAction: ["session", () => ({ code: "000000" })],
    dropSecondFactorAction: ["session", () => ({ password: "x" })],
    chooseMailAction: ["session", () => ({ kind: "mention", mail: true })],
    renewRecoveryCodesAction: ["session", () => ({ password: "x" })],
  },
  "cases/new/actions.ts": {
    openSampleAction: ["case.open", () => undefined],
    readFindingsAction: ["session", () => ({ text: "{}" })],
    openCaseAction: ["case.open", () => ({ opened: { title: "x" }, finding: null })],
  },
  "cases/[caseId]/actions.ts": {
    describeCaseAction: ["case.describe", (caseId) => ({ caseId, title: "Named", windowFrom: FROM, windowTo: TO })],
    addIndicatorAction: ["indicators.change", (caseId) => ({ caseId, kind: "name", value: "a.example" })],
    removeIndicatorAction: ["indicators.change", (caseId) => ({ caseId, indicatorId: 999_999 })],
    takeBackStartAction: ["case.describe", (caseId) => ({ caseId })],
    acceptStartAction: [
      "case.describe",
      (caseId) => ({ caseId, ip: INDICATOR, reason: "contact", at: "2020-01-01T00:00:00Z" }),
    ],
    chooseBaselineAction: ["case.describe", (caseId) => ({ caseId, span: { from: FROM, to: TO } })],
    setCaseStateAction: ["case.close", (caseId) => ({ caseId, state: "open" })],
    holdCaseAction: ["case.hold", (caseId) => ({ caseId, held: true, reason: "x" })],
    purgeCaseAction: ["case.purge", (caseId) => ({ caseId, title: "another name" })],
    seeCaseAction: ["case.read", (caseId) => ({ caseId, upTo: 1 })],
    saveSearchAction: ["searches.change", (caseId) => ({ caseId, name: "One", query: "port:443" })],
    renameSearchAction: ["searches.change", (caseId) => ({ caseId, searchId: 999_999, name: "Two" })],
    removeSearchAction: ["searches.change", (caseId) => ({ caseId, searchId: 999_999 })],
  },
  "cases/[caseId]/annotations/actions.ts": {
    pinAction: ["marks.change", (caseId) => ({ ...marked(caseId) })],
    unpinAction: ["marks.change", (caseId) => ({ ...marked(caseId) })],
    notePinAction: [
      "marks.change",
      (caseId) => ({ caseId, pinId: NOWHERE, edit: { text: "x", base: "", version: 1 } }),
    ],
    movePinAction: ["marks.change", (caseId) => ({ caseId, pinId: NOWHERE, beforeId: null })],
    tagAction: ["marks.change", (caseId) => ({ ...marked(caseId), tag: "x" })],
    untagAction: ["marks.change", (caseId) => ({ ...marked(caseId), tag: "x" })],
    colourAction: ["marks.change", (caseId) => ({ ...marked(caseId), colour: "red" })],
    commentAction: ["comments.write", (caseId) => ({ ...marked(caseId), body: "x", parentId: null })],
    editCommentAction: [
      "comments.write",
      (caseId) => ({ caseId, commentId: NOWHERE, edit: { text: "x", base: "", version: 1 } }),
    ],
    deleteCommentAction: ["comments.write", (caseId) => ({ caseId, commentId: NOWHERE })],
    resolveThreadAction: ["comments.resolve", (caseId) => ({ caseId, threadId: NOWHERE, resolved: true })],
  },
  "cases/[caseId]/(pages)/detections/actions.ts": {
    muteDetectionAction: ["detections.change", (caseId) => ({ caseId, key: "none", reason: "x" })],
    unmuteDetectionAction: ["detections.change", (caseId) => ({ caseId, key: "none" })],
    setDetectorAction: ["detections.change", (caseId) => ({ caseId, detector: "beacon", values: null })],
    runDetectorsAction: ["detections.change", (caseId) => ({ caseId })],
    stopDetectionsAction: ["detections.change", (caseId) => ({ caseId })],
  },
  "cases/[caseId]/(pages)/evidence/actions.ts": {
    loadUploadsAction: ["evidence.add", (caseId) => ({ caseId, uploadIds: ["none"] })],
    loadFolderAction: ["evidence.add", (caseId) => ({ caseId, path: "/nowhere" })],
    cancelLoadAction: ["evidence.add", (caseId) => ({ caseId, loadId: 999_999 })],
    loadRestAction: ["evidence.add", (caseId) => ({ caseId, loadId: 999_999 })],
    giveFlowFormatAction: [
      "evidence.add",
      (caseId) => ({ caseId, sha256: HASH, format: "version srcaddr dstaddr start end", all: false }),
    ],
    removeEvidenceAction: ["evidence.remove", (caseId) => ({ caseId, sha256: HASH, reason: "x" })],
    checkEvidenceAction: ["evidence.check", (caseId) => ({ caseId })],
  },
  "cases/[caseId]/(pages)/fetch/actions.ts": {
    askFetchAction: [
      "evidence.add",
      (caseId) => ({ caseId, connectionId: NONE, question: { fromMs: 1, toMs: 2 }, sources: ["ec2"] }),
    ],
    lookForTablesAction: ["evidence.add", (caseId) => ({ caseId, connectionId: NONE, athena: ATHENA })],
    makeTablesAction: [
      "evidence.add",
      (caseId) => ({ caseId, connectionId: NONE, athena: ATHENA, ids: [HASH], consent: true }),
    ],
    startFetchAction: ["evidence.add", (caseId) => ({ caseId, fetchId: NONE })],
    cancelFetchAction: ["evidence.add", (caseId) => ({ caseId, fetchId: NONE })],
    retryFetchAction: ["evidence.add", (caseId) => ({ caseId, fetchId: NONE })],
    skipSourceAction: ["evidence.add", (caseId) => ({ caseId, fetchId: NONE, source: "ec2" })],
  },
  "cases/[caseId]/(pages)/network/actions.ts": {
    watchAction: ["watches.change", (caseId) => ({ caseId, kind: "name", value: "a.example", sha256: HASH })],
    unwatchAction: ["watches.change", (caseId) => ({ caseId, kind: "name", value: "a.example" })],
  },
  "cases/[caseId]/(pages)/people/actions.ts": {
    addMemberAction: ["members.change", (caseId) => ({ caseId, userId: "nobody", role: "viewer" })],
    changeMemberAction: ["members.change", (caseId) => ({ caseId, userId: "nobody", role: "viewer" })],
    removeMemberAction: ["members.change", (caseId) => ({ caseId, userId: "nobody" })],
  },
  "cases/[caseId]/(pages)/board/actions.ts": {
    addHypothesisAction: ["board.change", (caseId) => ({ caseId, statement: "It was" })],
    editHypothesisAction: [
      "board.change",
      (caseId) => ({ caseId, hypothesisId: NONE, edit: { text: "x", base: "", version: 1 } }),
    ],
    setHypothesisStateAction: ["board.change", (caseId) => ({ caseId, hypothesisId: NONE, state: "open" })],
    removeHypothesisAction: ["board.change", (caseId) => ({ caseId, hypothesisId: NONE })],
    citeAction: [
      "board.change",
      (caseId) => ({
        ...{ caseId, hypothesisId: NONE, side: "for" },
        cited: { subject: { kind: "instance", instanceId: INSTANCE }, title: "x", at: null },
      }),
    ],
    removeCitationAction: ["board.change", (caseId) => ({ caseId, hypothesisId: NONE, citationId: NONE })],
    addManualEventAction: ["board.change", (caseId) => ({ caseId, ...ENTERED })],
    editManualEventAction: ["board.change", (caseId) => ({ caseId, ...ENTERED, eventId: NONE, version: 1 })],
    removeManualEventAction: ["board.change", (caseId) => ({ caseId, eventId: NONE })],
  },
  "cases/[caseId]/(pages)/tasks/actions.ts": {
    addTaskAction: ["tasks.change", (caseId) => ({ caseId, title: "Look" })],
    addTaskPlanAction: ["tasks.plan", (caseId) => ({ caseId })],
    editTaskAction: [
      "tasks.change",
      (caseId) => ({ caseId, taskId: NONE, version: 1, title: "x", detail: "", due: null }),
    ],
    assignTaskAction: ["tasks.change", (caseId) => ({ caseId, taskId: NONE, ownerId: null })],
    setTaskStateAction: ["tasks.change", (caseId) => ({ caseId, taskId: NONE, state: "done" })],
    removeTaskAction: ["tasks.change", (caseId) => ({ caseId, taskId: NONE })],
  },
  "findings/actions.ts": {
    watchFindingsAction: ["connections.change", () => ({ connectionId: NONE, service: "guardduty", leastSeverity: 7 })],
    unwatchFindingsAction: ["connections.change", () => ({ connectionId: NONE, service: "guardduty" })],
  },
  "notices/actions.ts": { readNoticesAction: ["session", () => ({ ids: ["1"] })] },
  "people/actions.ts": {
    invitePersonAction: ["people.change", () => ({ email: "new@example.net", role: "member" })],
    withdrawInvitationAction: ["people.change", () => ({ id: 999_999 })],
    makeResetLinkAction: ["people.change", () => ({ userId: "nobody" })],
    revokePersonsTokenAction: ["people.change", () => ({ id: 999_999 })],
    requireSecondFactorAction: ["people.change", () => ({ required: false })],
    changePersonAction: ["people.change", () => ({ userId: "nobody" })],
    addWebhookAction: ["hooks.change", () => ({ caseId: null, url: "https://x.example", kinds: ["mention"] })],
    removeWebhookAction: ["webhooks.change", (caseId) => ({ caseId, webhookId: randomUUID() })],
    tryWebhookAction: ["webhooks.change", (caseId) => ({ caseId, webhookId: randomUUID() })],
    retryDeliveryAction: ["webhooks.change", (caseId) => ({ caseId, deliveryId: "1" })],
    joinCaseAction: ["case.join", () => ({ caseId: strangersCase, reason: "x" })],
  },
  "cases/[caseId]/(pages)/review/actions.ts": {
    askReviewAction: ["review.ask", (caseId) => ({ caseId, reviewers: ["nobody"] })],
    withdrawReviewAction: ["review.ask", (caseId) => ({ caseId, reviewId: 999_999 })],
    sendBackAction: ["review.answer", (caseId) => ({ caseId, reviewId: 999_999, answer: "x" })],
    approveCaseAction: ["review.answer", (caseId) => ({ caseId, reviewId: 999_999, seen: HASH })],
  },
  "cases/[caseId]/(pages)/report/actions.ts": {
    askExportAction: ["report.export", (caseId) => ({ caseId, format: "md" })],
    cancelExportAction: ["report.export", (caseId) => ({ caseId, exportId: caseId })],
    chooseReportAction: ["report.change", (caseId) => ({ caseId, settings: { classification: "x" } })],
  },
  "retention/actions.ts": {
    setPurgeRuleAction: ["retention.change", () => ({ afterDays: null, warningDays: 14 })],
    goOnPurgingAction: ["retention.change", () => ({ caseId: "00000000-0000-4000-8000-000000000000" })],
  },
  "connections/actions.ts": {
    addConnectionAction: ["connections.change", () => CONNECTION],
    changeConnectionAction: ["connections.change", () => ({ id: NONE, to: CONNECTION })],
    removeConnectionAction: ["connections.change", () => ({ id: NONE })],
    listAccountsAction: ["connections.change", () => ({ id: NONE })],
    tryConnectionAction: ["connections.change", () => ({ id: NONE })],
  },
  "reference/actions.ts": { removeReferenceAction: ["reference.change", () => ({ id: 999_999 })] },
};

let database: TestDatabase;
let caseId: string;
let strangersCase: string;
/** By their role in the case; the stranger is an owner of the installation who is not on it. */
const people: Record<string, Person> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  Object.assign(people, await peopleOf(caseId));
  people.unfinished = { ...people.lead, mustSetUp: true } as Person;
  // Everyone has the sample's case already: that its files are written is told elsewhere.
  for (const person of await prisma().user.findMany())
    strangersCase = (await openCase({ title: INCIDENT.title }, person as Person)).id;
});
afterAll(() => database.drop());

const filesOf = (name: string) =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .sort();
const load = async (file: string): Promise<Record<string, unknown>> => import(path.resolve("app", file));

async function as<Value>(who: string | null, work: () => Promise<Value>): Promise<Value> {
  asking.person = who === null ? null : (people[who] ?? null);
  return work();
}

/** What was refused, in one word: "" for what was not. */
function refusalOf(result: ActionResult<unknown>): string {
  if (result.ok) return "";
  if (result.code === "not-found" && result.message === NO_SUCH_CASE) return "absent";
  return result.code === "forbidden" && /who may not do this|Only an owner/.test(result.message) ? "forbidden" : "";
}

function expected(asks: Asks, who: string): string {
  if (asks === "session") return "";
  if (asks in INSTALLATION_PERMISSIONS) {
    const roles = INSTALLATION_PERMISSIONS[asks as InstallationPermission] as readonly string[];
    return roles.includes(who === "stranger" ? "owner" : "member") ? "" : "forbidden";
  }
  if (who === "stranger") return "absent";
  return (CASE_PERMISSIONS[asks as CasePermission] as readonly string[]).includes(who) ? "" : "forbidden";
}

describe("every action", () => {
  it("stands in the table", async () => {
    const found: Record<string, string[]> = {};
    for (const file of filesOf("actions.ts").filter((one) => !one.startsWith("(entrance)")))
      found[file] = Object.keys(await load(file)).sort();
    const told = Object.entries(ACTIONS).map(([file, actions]) => [file, Object.keys(actions).sort()]);
    expect(found).toEqual(Object.fromEntries(told));
  });

  const rows = Object.entries(ACTIONS).flatMap(([file, actions]) =>
    Object.entries(actions).map(([name, [asks, input]]) => ({ file, name, asks, input })),
  );
  it.each(rows)("$name asks for $asks, whoever calls it", async ({ file, name, asks, input }) => {
    const action = (await load(file))[name] as (input: unknown) => Promise<ActionResult<unknown>>;
    for (const who of ["stranger", ...CASE_ROLES.toReversed()]) {
      const result = await as(who, () => action(input(caseId)));
      expect({ who, refused: refusalOf(result) }).toEqual({ who, refused: expected(asks, who) });
    }
    const unfinished = await as("unfinished", () => action(input(caseId)).catch(({ digest }) => digest));
    const isOwn = file.startsWith("account/") && !["makeTokenAction", "chooseMailAction"].includes(name);
    if (isOwn) expect(unfinished).toMatchObject({ ok: false });
    else expect(unfinished).toContain("/account");
    const redirected = await as(null, () => action(input(caseId)).catch((thrown: { digest?: string }) => thrown));
    expect(redirected).toMatchObject({ digest: expect.stringContaining("NEXT_REDIRECT") });
  });
});

/** Of the test's case, as a URL has them. */
const paramsOf = () => ({ caseId, instanceId: INSTANCE, sha256: HASH, record: "1", path: [] });
/** Routes for which being on the case is not enough. */
const ROUTES_OF_SOME: Record<string, CasePermission> = { "api/cases/[caseId]/archive/route.ts": "case.export" };
const EVENTS = `ip=${INDICATOR}&open=1-1&field=peer&first=1-1&q=port:443`;

describe("every page and route of a case", () => {
  it.each(filesOf("page.tsx").filter((file) => file.startsWith("cases/[caseId]")))(
    "%s is there for its people alone",
    async (file) => {
      const { default: page } = (await load(file)) as { default: (props: object) => Promise<unknown> };
      const open = (who: string | null) =>
        as(who, () =>
          page({ params: Promise.resolve(paramsOf()), searchParams: Promise.resolve({ ip: INDICATOR }) }).then(
            () => "made",
            ({ digest }: { digest?: string }) => digest?.split(";").slice(0, 2).join(" "),
          ),
        );
      expect(await open(null)).toContain("NEXT_REDIRECT");
      expect(await open("unfinished")).toContain("NEXT_REDIRECT");
      expect(await open("stranger")).toBe("NEXT_HTTP_ERROR_FALLBACK 404");
      for (const role of CASE_ROLES) expect(await open(role), role).toBe("made");
    },
  );

  it.each(filesOf("route.ts").filter((file) => file.startsWith("api/cases")))(
    "%s answers its people alone",
    async (file) => {
      const routes = (await load(file)) as Record<string, (request: Request, context: object) => Promise<Response>>;
      for (const [method, route] of Object.entries(routes).filter(([name]) => /^[A-Z]+$/.test(name))) {
        const ask = (who: string | null) =>
          as(who, async () => {
            const request = new Request(`http://127.0.0.1:3000/api/x?${EVENTS}`, {
              method,
              headers: { host: "127.0.0.1:3000" },
            });
            const answer = await route(request, { params: Promise.resolve(paramsOf()) });
            // What is made as it is taken ends when nobody takes it.
            if (answer.ok) await answer.body?.cancel();
            return `${answer.status} ${answer.ok ? "" : ((await answer.json()) as { message: string }).message}`;
          });
        expect(await ask(null)).toBe("401 Sign in first.");
        expect(await ask("unfinished")).toContain("403 Set up a second factor");
        expect(await ask("stranger")).toBe(`404 ${NO_SUCH_CASE}`);
        for (const role of CASE_ROLES) {
          const answer = await ask(role);
          expect(answer, role).not.toContain(NO_SUCH_CASE);
          const asks = ROUTES_OF_SOME[file];
          if (asks && expected(asks, role)) expect(answer, role).toMatch(/^403 .*who may not do this/);
          else expect(answer, role).not.toMatch(/^(401|403|5)/);
        }
      }
    },
  );
});

describe("what belongs to no case", () => {
  it("lists, finds and tells of a case to its people alone", async () => {
    const { listCaseRows } = await import("@/lib/timeline/list-case-rows");
    const { findPlaces } = await import("@/lib/timeline/find-places");
    const { listAuditEntries } = await import("@/lib/timeline/list-audit-entries");
    for (const [who, sees] of [...CASE_ROLES.map((role) => [role, true] as const), ["stranger", false] as const]) {
      const person = people[who] as Person;
      expect(
        (await listCaseRows(person)).rows.some(({ id }) => id === caseId),
        who,
      ).toBe(sees);
      const found = await findPlaces({ q: "", caseId }, person);
      expect(
        found.cases.some(({ id }) => id === caseId),
        who,
      ).toBe(sees);
      expect(found.searches.length > 0, who).toBe(sees);
      const { entries } = await listAuditEntries(person, { caseId });
      expect(entries.length > 0, who).toBe(sees);
    }
  });

  it("takes an upload from those who may add evidence", async () => {
    const { receiveUpload } = await import("@/app/api/uploads/[[...path]]/receive-upload");
    const answers: Record<string, number> = {};
    for (const [who, person] of Object.entries(people).filter(([who]) => who !== "unfinished")) {
      const metadata = `caseId ${btoa(caseId)},name ${btoa("a.log")}`;
      const headers = { "tus-resumable": "1.0.0", "upload-length": "5", "upload-metadata": metadata };
      const request = new Request("http://127.0.0.1:3000/api/uploads", { method: "POST", headers });
      answers[who] = (await receiveUpload(request, person)).status;
    }
    expect(answers).toEqual({ lead: 201, investigator: 201, reviewer: 403, viewer: 403, stranger: 404 });
  });
});
