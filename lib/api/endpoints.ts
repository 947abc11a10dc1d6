import { getDocument, getReport, searchEvents } from "@/lib/api/answer-endpoints";
import { listComments, listHypotheses, listManualEvents, listPins, listTags, listTasks } from "@/lib/api/board-reads";
import {
  addHypothesisByApi,
  addManualEventByApi,
  addTaskByApi,
  citeByApi,
  commentByApi,
  pinByApi,
  setHypothesisStateByApi,
  setTaskStateByApi,
  tagByApi,
} from "@/lib/api/board-writes";
import { flagIndicator, getCaseByApi, listCases, openCaseByApi } from "@/lib/api/case-endpoints";
import type { Endpoint } from "@/lib/api/endpoint";
import { addEvidence, getLoad, listEvidence, loadSent, sendFile } from "@/lib/api/evidence-endpoints";
import { askExportByApi, listExportsByApi, listVersionsByApi, takeExportByApi } from "@/lib/api/export-endpoints";

/** All that programs can ask for, in the order of the API's document. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...[listCases, openCaseByApi, getCaseByApi, flagIndicator],
  ...[listEvidence, addEvidence, sendFile, loadSent, getLoad],
  ...[listVersionsByApi, askExportByApi, listExportsByApi, takeExportByApi],
  ...[listPins, pinByApi, listTags, tagByApi, listComments, commentByApi],
  ...[listHypotheses, addHypothesisByApi, setHypothesisStateByApi, citeByApi],
  ...[listManualEvents, addManualEventByApi, listTasks, addTaskByApi, setTaskStateByApi],
  ...[getDocument, getReport, searchEvents],
];
