"use server";

import { revalidatePath } from "next/cache";
import { guardedAction } from "@/app/_guard/guarded-action";
import { MutedDetection, muteDetection } from "@/lib/cases/mute-detection";
import { runDetectorsAgain } from "@/lib/cases/run-detectors-again";
import { DetectorSetting, setDetector } from "@/lib/cases/set-detector";
import { DetectionsOfCase, stopDetections } from "@/lib/cases/stop-detections";
import { UnmutedDetection, unmuteDetection } from "@/lib/cases/unmute-detection";
import { askDetections } from "@/lib/detect/ask-detections";

function changed(caseId: string): void {
  revalidatePath(`/cases/${caseId}`, "layout");
}

export const muteDetectionAction = guardedAction(MutedDetection, async (input, person): Promise<void> => {
  await muteDetection(input, person);
  changed(input.caseId);
});

export const unmuteDetectionAction = guardedAction(UnmutedDetection, async (input, person): Promise<void> => {
  await unmuteDetection(input, person);
  changed(input.caseId);
});

export const setDetectorAction = guardedAction(DetectorSetting, async (input, person): Promise<void> => {
  await setDetector(input, person);
  await askDetections(input.caseId);
  changed(input.caseId);
});

export const runDetectorsAction = guardedAction(DetectionsOfCase, async (input, person): Promise<void> => {
  await runDetectorsAgain(input, person);
  await askDetections(input.caseId);
  changed(input.caseId);
});

export const stopDetectionsAction = guardedAction(DetectionsOfCase, async (input, person): Promise<void> => {
  await stopDetections(input, person);
  changed(input.caseId);
});
