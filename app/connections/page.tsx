import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePerson } from "@/app/_guard/require-person";
import { AddConnection } from "@/components/connections/add-connection";
import { ConnectionCard } from "@/components/connections/connection-card";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { readConnections } from "@/lib/connections/read-connections";
import {
  addConnectionAction,
  changeConnectionAction,
  listAccountsAction,
  removeConnectionAction,
  tryConnectionAction,
} from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "AWS connections" };

export default async function ConnectionsPage() {
  const person = await requirePerson();
  if (person.role !== "owner") notFound();
  const connections = await readConnections();
  const actions = {
    change: changeConnectionAction,
    remove: removeConnectionAction,
    list: listAccountsAction,
    test: tryConnectionAction,
  };
  return (
    <Page title="AWS connections">
      <AddConnection isFirst={connections.length === 0} add={addConnectionAction} />
      {connections.length === 0 ? (
        <Card>
          <EmptyState title="No connection yet">
            <p>
              With a connection a case is filled straight from AWS: who may add evidence chooses it there. It takes
              rights to read alone, and no key is kept here: Threadline uses the credentials of the machine that it runs
              on, and the roles that they may assume.
            </p>
          </EmptyState>
        </Card>
      ) : (
        connections.map((connection) => (
          <ConnectionCard key={connection.id} connection={connection} actions={actions} />
        ))
      )}
    </Page>
  );
}
