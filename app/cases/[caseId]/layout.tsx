import { type ReactNode, Suspense } from "react";
import { CaseNav } from "@/components/case/case-nav";
import { caseHeader } from "./case-header";

export const dynamic = "force-dynamic";

export default async function CaseLayout({
  params,
  children,
}: {
  params: Promise<{ caseId: string }>;
  children: ReactNode;
}) {
  const { caseId } = await params;
  const { files } = await caseHeader(caseId);
  return (
    <div className="lg:flex">
      <Suspense>
        <CaseNav caseId={caseId} files={files} />
      </Suspense>
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}
