import { THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { visibleText } from "@/lib/core/visible-text";
import type { Transaction } from "@/lib/db/client";
import { type Ask, enqueueDeliveries } from "@/lib/jobs/deliver-job";
import { isMailConfigured } from "@/lib/mail/send-mail";
import { NOTICE_KINDS, type NoticeKind } from "@/lib/notices/notice-kinds";

export interface Told {
  caseId: string;
  /** Ids of people, or everyone on the case. Left out are those who are not on it, and who did it. */
  to: readonly string[] | "all";
  kind: NoticeKind;
  /** Who did it; null where Threadline did so by itself. */
  actor: Actor | null;
  /** What it is about, in a few words: a task's title, the beginning of a comment. */
  subject: string;
  /** Where it is, below the case's own page and with its slash: `/tasks?task=7`; that page itself where it is left out. */
  path?: string;
}

const LONGEST_SUBJECT = 200;

/**
 * Tells people of something in the transaction that did it: a notice each, a mail to those who want one, and a call of each
 * webhook that takes this kind. Mails and calls are made by the worker, which leaves out whoever is off the case by then.
 */
export async function tellPeople(transaction: Transaction, told: Told): Promise<void> {
  const { caseId, to, kind, actor, path = "" } = told;
  const ask: Ask = (sql, ...values) => transaction.$queryRawUnsafe<unknown[]>(sql, ...values);
  const subject = shortened(visibleText(told.subject.replace(/\s+/g, " ").trim()));
  const name = nameOf(actor);
  const notices = await ask(
    `INSERT INTO notices (case_id, user_id, kind, actor, subject, path)
     SELECT m.case_id, m.user_id, $2::text, $3::text, $4::text, $5::text
       FROM case_members m JOIN users u ON u.id = m.user_id
      WHERE m.case_id = $1::uuid AND u.disabled_at IS NULL AND m.user_id IS DISTINCT FROM $6::text
        AND ($7::text[] IS NULL OR m.user_id = ANY ($7::text[]))
     RETURNING id::text`,
    ...[caseId, kind, name, subject, path, actor?.id ?? null, to === "all" ? null : [...to]],
  );
  const mails = isMailConfigured() ? await addMails(ask, notices.map(idOf), kind) : [];
  const calls = await addCalls(ask, caseId, { kind, actor: name, subject, path });
  await enqueueDeliveries(ask, [...mails, ...calls]);
}

function nameOf(actor: Actor | null): string {
  if (actor === null) return THREADLINE_ITSELF;
  return actor.id === null ? actor.email : actor.name;
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length > LONGEST_SUBJECT ? `${letters.slice(0, LONGEST_SUBJECT - 1).join("")}…` : text;
}

const idOf = (row: unknown) => (row as { id: string }).id;

async function addMails(ask: Ask, notices: readonly string[], kind: NoticeKind) {
  if (notices.length === 0) return [];
  const rows = await ask(
    `INSERT INTO deliveries (case_id, notice_id)
     SELECT n.case_id, n.id FROM notices n LEFT JOIN notice_preferences p ON p.user_id = n.user_id AND p.kind = n.kind
      WHERE n.id = ANY ($1::bigint[]) AND coalesce(p.mail, $2::boolean) RETURNING id::text`,
    ...[notices, NOTICE_KINDS[kind].mail],
  );
  return rows.map((row) => ({ id: idOf(row), queue: "mail" }));
}

/** The case of one command run is nobody's business. */
async function addCalls(
  ask: Ask,
  caseId: string,
  body: { kind: NoticeKind; actor: string; subject: string; path: string },
) {
  const rows = await ask(
    `INSERT INTO deliveries (case_id, webhook_id, body)
     SELECT c.id, w.id, $3::jsonb FROM cases c JOIN webhooks w ON w.case_id = c.id OR w.case_id IS NULL
      WHERE c.id = $1::uuid AND NOT c.scratch AND $2::text = ANY (w.kinds) RETURNING id::text, webhook_id::text AS webhook`,
    ...[caseId, body.kind, JSON.stringify(body)],
  );
  return rows.map((row) => ({ id: idOf(row), queue: `webhook:${(row as { webhook: string }).webhook}` }));
}
