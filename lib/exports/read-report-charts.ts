import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { CaseData } from "@/lib/report/case-data.types";
import type { ReportChart } from "@/lib/report/chart/chart.types";
import { firstContactMs } from "@/lib/timeline/case/first-contact";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import { readLanes } from "@/lib/timeline/lanes/read-lanes";

/** How many instances of an address are drawn: those with the most bytes out, which come first. */
const MOST_CHARTS = 20;

/** The lanes of the instances over the window of the document. */
export async function readReportCharts(
  { case: shown }: CaseHeader,
  documents: readonly InvestigationV1[],
): Promise<CaseData["charts"]> {
  const charts: CaseData["charts"] = [];
  for (const { indicator, window, instances } of documents) {
    const { ip } = indicator;
    if (ip === null || window.from === null || window.to === null) continue;
    const view = { fromMs: Date.parse(window.from), toMs: Date.parse(window.to) };
    if (view.fromMs >= view.toMs) continue;
    for (const instance of instances.slice(0, MOST_CHARTS)) {
      const { instanceId } = instance;
      const scope = await readInstanceScope(shown.id, instanceId, ip, shown.revision);
      const span = scope.span ? { fromMs: scope.span.firstMs, toMs: scope.span.lastMs + 1000 } : view;
      const { lanes } = await readLanes({
        ...{ caseId: shown.id, revision: shown.revision, ip, instance, view, span, window: null },
        firstContactMs: firstContactMs(instance, ip),
      });
      charts.push({ ip, instanceId, chart: toChart(lanes, `${instanceId} over the window`) });
    }
  }
  return charts;
}

function toChart({ view, buckets, bytes, lookups, calls }: LaneModel, caption: string): ReportChart {
  return {
    kind: "chart",
    caption,
    ...view,
    ...{ bucketMs: buckets.bucketMs, firstBucketMs: buckets.fromMs },
    lanes: [
      {
        ...{ name: "Bytes", unit: "bytes", gaps: bytes.gaps },
        series: [
          { name: "out to the indicator", tone: "flag", values: bytes.withOut },
          { name: "in from it", tone: "flow", values: bytes.withIn },
          { name: "everything else", tone: "rest", values: together(bytes.elseOut, bytes.elseIn) },
        ],
      },
      {
        ...{ name: "Lookups", unit: "count", gaps: lookups.gaps },
        series: [
          { name: "answered with the indicator", tone: "flag", values: lookups.toIndicator },
          { name: "others", tone: "dns", values: less(lookups.queries, lookups.toIndicator) },
        ],
      },
      {
        ...{ name: "API calls", unit: "count", gaps: calls.gaps },
        series: [
          { name: "from elsewhere", tone: "flag", values: calls.elsewhere },
          { name: "allowed", tone: "api", values: calls.allowed },
          { name: "denied", tone: "rest", values: calls.denied },
        ],
      },
    ],
  };
}

type Values = (number | null)[];

const together = (a: Values, b: Values): Values =>
  a.map((value, at) => (value === null && (b[at] ?? null) === null ? null : (value ?? 0) + (b[at] ?? 0)));

const less = (all: Values, part: Values): Values =>
  all.map((value, at) => (value === null ? null : Math.max(0, value - (part[at] ?? 0))));
