/** What someone may be in the installation, and in a case. */
export const INSTALLATION_ROLES = ["owner", "member"] as const;
export type InstallationRole = (typeof INSTALLATION_ROLES)[number];
export const CASE_ROLES = ["lead", "investigator", "reviewer", "viewer"] as const;
export type CaseRole = (typeof CASE_ROLES)[number];

/** What can be done in a case, and by whom. Everything that is asked of a case names one of these. */
export const CASE_PERMISSIONS = {
  /** All pages, searches, records and reports of the case. */
  "case.read": ["lead", "investigator", "reviewer", "viewer"],
  /** Its name, window, start and baseline. */
  "case.describe": ["lead", "investigator"],
  /** Closes, reopens and archives. */
  "case.close": ["lead"],
  /** Sets a legal hold, and lifts it. */
  "case.hold": ["lead"],
  "case.purge": ["lead"],
  /** Takes all of it out, for another installation. */
  "case.export": ["lead"],
  "members.change": ["lead"],
  /** Which other programs are told what happens in it. */
  "webhooks.change": ["lead"],
  "indicators.change": ["lead", "investigator"],
  "watches.change": ["lead", "investigator"],
  "searches.change": ["lead", "investigator", "reviewer"],
  /** Loads: begin, cancel, go on, give the format of a log. */
  "evidence.add": ["lead", "investigator"],
  "evidence.remove": ["lead"],
  /** Reads the originals again and holds them against their hashes. */
  "evidence.check": ["lead", "investigator", "reviewer"],
  /** Pins with their notes and order, tags and colours. */
  "marks.change": ["lead", "investigator"],
  /** Comments, and one's own changed or taken back. */
  "comments.write": ["lead", "investigator", "reviewer"],
  /** Other people's comments changed or taken back. */
  "comments.moderate": ["lead"],
  /** Say that a thread is settled, or that it is not. */
  "comments.resolve": ["lead", "reviewer"],
  /** Hypotheses with what is cited for them, and events that no log tells. */
  "board.change": ["lead", "investigator"],
  /** Write down, give to someone, say how far they are. */
  "tasks.change": ["lead", "investigator", "reviewer"],
  /** Add the tasks of a whole plan at once. */
  "tasks.plan": ["lead"],
  /** Mutes, parameters, runs. */
  "detections.change": ["lead", "investigator"],
  /** Which sections, which words, what is masked. */
  "report.change": ["lead", "investigator", "reviewer"],
  "review.ask": ["lead"],
  /** For those who were asked; nobody approves work of their own while others are on the case. */
  "review.answer": ["lead", "reviewer"],
  "report.export": ["lead", "investigator", "reviewer", "viewer"],
} as const satisfies Record<string, readonly CaseRole[]>;
export type CasePermission = keyof typeof CASE_PERMISSIONS;

/** What can be done in the installation, and by whom. */
export const INSTALLATION_PERMISSIONS = {
  "case.open": ["owner", "member"],
  "people.change": ["owner"],
  /** A way into a case that one is not on; each is told of in the case's own trail. */
  "case.join": ["owner"],
  /** When closed cases are purged by themselves; what is about to be, and what was. */
  "retention.change": ["owner"],
  /** Webhooks that are told of all cases, and those without TLS. */
  "hooks.change": ["owner"],
  /** Labels from reference data stand on every case. */
  "reference.change": ["owner"],
  /** Ways into AWS: what is asked there goes out with this machine's rights. */
  "connections.change": ["owner"],
} as const satisfies Record<string, readonly InstallationRole[]>;
export type InstallationPermission = keyof typeof INSTALLATION_PERMISSIONS;

/** What a token can be given: nothing about people, and nothing that cannot be taken back. */
export const TOKEN_RIGHTS = [
  "case.read",
  "case.open",
  "case.describe",
  "indicators.change",
  "evidence.add",
  "marks.change",
  "comments.write",
  "board.change",
  "tasks.change",
  /** The document and the report of a case. */
  "report.export",
] as const satisfies readonly (CasePermission | InstallationPermission)[];
export type TokenRight = (typeof TOKEN_RIGHTS)[number];

export function isAllowed(role: CaseRole, permission: CasePermission): boolean {
  return (CASE_PERMISSIONS[permission] as readonly CaseRole[]).includes(role);
}

/** What a role may do in a case. */
export function permissionsOf(role: CaseRole): CasePermission[] {
  return (Object.keys(CASE_PERMISSIONS) as CasePermission[]).filter((permission) => isAllowed(role, permission));
}
