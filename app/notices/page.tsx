import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { NoticeList } from "@/components/notices/notice-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { listNotices } from "@/lib/timeline/people/list-notices";
import { readNoticesAction } from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage() {
  const notices = await listNotices(await requirePerson());
  return (
    <Page title="Notices">
      {notices.length === 0 ? (
        <Card>
          <EmptyState title="No notices">
            <p>
              You are told here when someone names you, gives you a task or asks you for a review, and when a load ends.
            </p>
          </EmptyState>
        </Card>
      ) : (
        <NoticeList notices={notices} read={readNoticesAction} />
      )}
    </Page>
  );
}
