import { KeptAnswers } from "@/lib/core/kept-answers";
import { prisma } from "@/lib/db/client";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

/** What a document was made for and from. */
export interface DocumentKey {
  caseId: string;
  ip: string | null;
  /** The window as asked for; null where the evidence decides. */
  fromMs: number | null;
  toMs: number | null;
  revision: number;
}

function columns({ caseId, ip, fromMs, toMs }: DocumentKey) {
  return {
    caseId,
    indicator: ip ?? "",
    windowFrom: fromMs === null ? null : new Date(fromMs),
    windowTo: toMs === null ? null : new Date(toMs),
  };
}

const OPENED = 16;
const opened = new KeptAnswers<InvestigationV1 | null>(OPENED);

/** The document as it was made from this very evidence by this version of the program, or null. */
export async function findDocument(key: DocumentKey, producerVersion: string): Promise<InvestigationV1 | null> {
  const name = JSON.stringify({ ...key, producerVersion });
  const document = await opened.get(name, () => openDocument(key, producerVersion));
  // It is about to be made.
  if (document === null) opened.forget(name);
  return document;
}

async function openDocument(key: DocumentKey, producerVersion: string): Promise<InvestigationV1 | null> {
  const row = await prisma().investigation.findFirst({
    where: { ...columns(key), revision: key.revision },
    orderBy: { id: "desc" },
  });
  if (typeof row?.document !== "string") return null;
  const document = JSON.parse(row.document) as InvestigationV1;
  return document.producer.version === producerVersion ? document : null;
}

/** Keeps a document in the place of those made from earlier evidence. */
export async function keepDocument(key: DocumentKey, document: InvestigationV1): Promise<void> {
  // As text: a JSON column would forget the order of the document's keys.
  const row = {
    ...{ ...columns(key), revision: key.revision, document: JSON.stringify(document) },
    // What the list of cases shows, so that it need not open documents.
    instanceIds: document.instances.map(({ instanceId }) => instanceId),
    bytesOut: document.instances.reduce((sum, { traffic }) => sum + traffic.bytesOut, 0),
  };
  await prisma().$transaction([
    prisma().investigation.deleteMany({ where: columns(key) }),
    prisma().investigation.create({ data: row }),
  ]);
}
