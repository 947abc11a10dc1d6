import { z } from "zod";
import type { RemoteServer } from "@/lib/cli/remote/remote-server";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

const Flagged = z.object({ id: z.number() });
const About = z.object({ addresses: z.array(z.string()) });
const Document = z.looseObject({ schema: z.literal("threadline.investigation/v1") });

export async function flagRemotely(server: RemoteServer, caseId: string, ips: readonly string[]): Promise<void> {
  for (const value of ips) await server.post(`/cases/${caseId}/indicators`, { kind: "address", value }, Flagged);
}

/** The documents of a case on a server: of one address, or of each that is flagged there. */
export async function documentsRemotely(
  server: RemoteServer,
  caseId: string,
  ip: string | undefined,
): Promise<InvestigationV1[]> {
  const addresses = ip === undefined ? (await server.get(`/cases/${caseId}`, About)).addresses : [ip];
  const documents: InvestigationV1[] = [];
  for (const address of addresses.length > 0 ? addresses : [null]) {
    const query = address === null ? "" : `?${new URLSearchParams({ ip: address })}`;
    // Whatever the server's schema says of its own document holds: it names its version.
    documents.push((await server.get(`/cases/${caseId}/document${query}`, Document)) as unknown as InvestigationV1);
  }
  return documents;
}
