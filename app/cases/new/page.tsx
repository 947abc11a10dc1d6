import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { single } from "@/app/cases/[caseId]/case-header";
import { openCaseAction, openSampleAction, readFindingsAction } from "@/app/cases/new/actions";
import { BringInCase } from "@/components/case/bring-in-case";
import { NewCaseForm, type PickedFinding } from "@/components/case/new-case-form";
import { OpenSample } from "@/components/case/open-sample";
import { Card } from "@/components/ui/card";
import { Page } from "@/components/ui/page";
import type { Person } from "@/lib/auth/person";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";
import { getConnection } from "@/lib/connections/get-connection";
import { listConnectionChoices } from "@/lib/connections/list-connections";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { FindingPlace } from "@/lib/findings/finding-place";
import { getFinding } from "@/lib/findings/get-finding";

export const metadata: Metadata = { title: "New case" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewCasePage({ searchParams }: Props) {
  const person = await requirePerson();
  const asked = await searchParams;
  const place = FindingPlace.safeParse({
    ...{ connectionId: single(asked.connection), service: single(asked.service), accountId: single(asked.account) },
    ...{ region: single(asked.region), findingId: single(asked.finding) },
  });
  const [connections, { picked, problem }] = await Promise.all([
    listConnectionChoices(),
    place.success ? pick(place.data, person) : NONE,
  ]);
  return (
    <Page
      title="New case"
      aside={
        <>
          <div className="grow" />
          <BringInCase />
          <OpenSample open={openSampleAction} />
        </>
      }
    >
      {problem === null ? null : (
        <Card title="The finding could not be read">
          <p role="alert" className="px-3.5 py-3 [overflow-wrap:anywhere]">
            {visibleText(problem)}
          </p>
        </Card>
      )}
      <NewCaseForm
        open={openCaseAction}
        read={readFindingsAction}
        connections={connections.map(({ id, name }) => ({ id, name }))}
        picked={picked}
      />
    </Page>
  );
}

interface Picked {
  picked: PickedFinding | null;
  /** Why there is none. */
  problem: string | null;
}
const NONE: Picked = { picked: null, problem: null };

/** The finding that a link names, as its service has it now. */
async function pick(place: FindingPlace, person: Person): Promise<Picked> {
  try {
    const connection = await getConnection(place.connectionId);
    const text = await getFinding(connection, place, person);
    const { drafts, problems } = await draftsFromFindings(text);
    if (drafts.length === 0) return { picked: null, problem: problems.join(" ") };
    return { picked: { text, drafts, connectionId: connection.id }, problem: null };
  } catch (error) {
    if (error instanceof AppError) return { picked: null, problem: error.message };
    throw error;
  }
}
