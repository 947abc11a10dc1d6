import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { AddReference } from "@/components/reference/add-reference";
import { ReferenceTable } from "@/components/reference/reference-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { listReference } from "@/lib/reference/list-reference";
import { removeReferenceAction } from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Reference data" };

export default async function ReferencePage() {
  const mayChange = (await requirePerson()).role === "owner";
  const files = await listReference();
  return (
    <Page title="Reference data">
      {mayChange ? <AddReference /> : null}
      {files.length === 0 ? (
        <Card>
          <EmptyState title="No reference data yet">
            <p>
              Addresses carry no label of a service, country, owner or list until a file says what they are. Threadline
              comes with none, and asks nobody for one.
            </p>
          </EmptyState>
        </Card>
      ) : (
        <ReferenceTable files={files} removeReference={mayChange ? removeReferenceAction : null} />
      )}
    </Page>
  );
}
