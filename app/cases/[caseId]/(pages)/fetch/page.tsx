import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { May } from "@/components/case/rights";
import { NoConnection } from "@/components/connections/no-connection";
import { FetchForm } from "@/components/fetch/fetch-form";
import { FetchList } from "@/components/fetch/fetch-list";
import { Page } from "@/components/ui/page";
import { listConnectionChoices } from "@/lib/connections/list-connections";
import { listFetches } from "@/lib/fetch/list-fetches";
import { suggestQuestion } from "@/lib/fetch/suggest-question";
import { REGISTRY } from "@/lib/sources/registry";
import { SOURCES } from "@/lib/sources/source.types";
import { SOURCE_WORDS } from "@/lib/sources/source-words";
import { caseHeader } from "../../case-header";
import {
  askFetchAction,
  cancelFetchAction,
  chooseLogAction,
  lookForTablesAction,
  makeTablesAction,
  retryFetchAction,
  skipSourceAction,
  startFetchAction,
} from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Fetch from AWS · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function FetchPage({ params }: Props) {
  const person = await requirePerson();
  const { caseId } = await params;
  await caseHeader(caseId);
  const [connections, question, fetches] = await Promise.all([
    listConnectionChoices(),
    suggestQuestion(caseId),
    listFetches(caseId),
  ]);
  const sources = SOURCES.filter((name) => REGISTRY[name] !== undefined).map((name) => ({
    name,
    ...SOURCE_WORDS[name],
  }));
  return (
    <Page title="Fetch from AWS">
      <FetchList
        caseId={caseId}
        fetches={fetches}
        actions={{
          start: startFetchAction,
          cancel: cancelFetchAction,
          retry: retryFetchAction,
          skip: skipSourceAction,
          choose: chooseLogAction,
        }}
      />
      <May to="evidence.add">
        {connections.length === 0 ? (
          <NoConnection isOwner={person.role === "owner"} />
        ) : (
          <FetchForm
            caseId={caseId}
            connections={connections}
            sources={sources}
            question={question}
            ask={askFetchAction}
            tables={{ look: lookForTablesAction, make: makeTablesAction }}
          />
        )}
      </May>
    </Page>
  );
}
