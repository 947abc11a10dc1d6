import { randomUUID } from "node:crypto";
import {
  CASE_PERMISSIONS,
  type CasePermission,
  INSTALLATION_PERMISSIONS,
  type InstallationPermission,
} from "@/lib/auth/permissions";
import { INDICATOR, INSTANCE } from "@/lib/timeline/test-case";

export const HASH = "a".repeat(64);
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

export type Asks = CasePermission | InstallationPermission | "session";
/** Every action, by the file it stands in: what it asks for, and an input that its schema takes. */
export const ACTIONS: Record<string, Record<string, [Asks, (caseId: string, strangersCase: string) => unknown]>> = {
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
    chooseLogAction: [
      "evidence.add",
      (caseId) => ({
        caseId,
        fetchId: NONE,
        accountId: "111122223333",
        region: "eu-west-1",
        id: "fl-0a",
        isRead: false,
      }),
    ],
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
    joinCaseAction: ["case.join", (_, strangersCase) => ({ caseId: strangersCase, reason: "x" })],
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

/** What someone of a role is refused as who asks for that: "" for what is not refused. */
export function expected(asks: Asks, who: string): string {
  if (asks === "session") return "";
  if (asks in INSTALLATION_PERMISSIONS) {
    const roles = INSTALLATION_PERMISSIONS[asks as InstallationPermission] as readonly string[];
    return roles.includes(who === "stranger" ? "owner" : "member") ? "" : "forbidden";
  }
  if (who === "stranger") return "absent";
  return (CASE_PERMISSIONS[asks as CasePermission] as readonly string[]).includes(who) ? "" : "forbidden";
}
