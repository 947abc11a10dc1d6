import { prisma } from "@/lib/db/client";
import type { FindingService } from "@/lib/sources/finding-filter.types";

/** How a watch stands; null where nothing is watched for. */
export interface WatchState {
  leastSeverity: number;
  actor: string;
  sinceMs: number;
  /** When every account and region was asked last; null before the first time. */
  checkedMs: number | null;
  failures: { accountId: string; region: string; message: string }[];
}

export async function findWatch(connectionId: string, service: FindingService): Promise<WatchState | null> {
  const watch = await prisma().findingWatch.findUnique({
    where: { connectionId_service: { connectionId, service } },
    include: { places: { orderBy: [{ accountId: "asc" }, { region: "asc" }] } },
  });
  if (watch === null) return null;
  const checked = watch.places.map(({ checkedAt }) => checkedAt.getTime());
  return {
    ...{ leastSeverity: watch.leastSeverity, actor: watch.actor, sinceMs: watch.createdAt.getTime() },
    checkedMs: checked.length === 0 ? null : Math.min(...checked),
    failures: watch.places.flatMap(({ accountId, region, failure }) =>
      failure === null ? [] : [{ accountId, region, message: failure }],
    ),
  };
}
