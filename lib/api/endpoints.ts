import { getDocument, getReport, searchEvents } from "@/lib/api/answer-endpoints";
import { flagIndicator, getCaseByApi, listCases, openCaseByApi } from "@/lib/api/case-endpoints";
import type { Endpoint } from "@/lib/api/endpoint";
import { addEvidence, getLoad, listEvidence } from "@/lib/api/evidence-endpoints";
import { askExportByApi, listExportsByApi, listVersionsByApi, takeExportByApi } from "@/lib/api/export-endpoints";

/** All that programs can ask for, in the order of the API's document. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...[listCases, openCaseByApi, getCaseByApi, flagIndicator],
  ...[listEvidence, addEvidence, getLoad],
  ...[listVersionsByApi, askExportByApi, listExportsByApi, takeExportByApi],
  ...[getDocument, getReport, searchEvents],
];
