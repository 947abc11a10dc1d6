import type { CaseRole, InstallationRole } from "@/lib/auth/permissions";

export const CASE_ROLE_WORDS: Record<CaseRole, { name: string; may: string }> = {
  lead: { name: "Lead", may: "everything, also people, closing and deleting" },
  investigator: { name: "Investigator", may: "evidence, indicators, detections, searches, board and tasks" },
  reviewer: { name: "Reviewer", may: "reads, keeps searches, checks the originals" },
  viewer: { name: "Viewer", may: "reads" },
};

export const ROLE_WORDS: Record<InstallationRole, string> = { owner: "Owner", member: "Member" };
