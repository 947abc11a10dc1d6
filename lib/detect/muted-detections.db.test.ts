import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { muteDetection } from "@/lib/cases/mute-detection";
import { setCaseState } from "@/lib/cases/set-case-state";
import { setDetector } from "@/lib/cases/set-detector";
import { unmuteDetection } from "@/lib/cases/unmute-detection";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { caseOfBeats, BEATS_PEER as PEER } from "@/lib/detect/test-beats";
import { investigate } from "@/lib/investigate/investigate";
import { readCandidates } from "@/lib/investigate/start/read-candidates";
import { INSTANCE } from "@/lib/investigate/test-evidence";
import { readCaseDetections } from "@/lib/timeline/detections/read-case-detections";

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await caseOfBeats();
});
afterAll(() => database.drop());

const read = () => readCaseDetections(caseId);
const document = () => investigate({ caseId, ip: null, from: null, to: null });
const keyOf = async () => (await read()).detections[0]?.key ?? (await read()).muted[0]?.key ?? "";
const actions = async () => {
  const { rows } = await pool().query<{ action: string }>(
    "SELECT action FROM audit_entries WHERE case_id = $1 AND (action LIKE 'detect%') ORDER BY id",
    [caseId],
  );
  return rows.map(({ action }) => action);
};

describe("muting", () => {
  it("keeps a detection out of sight with a reason, through later runs, until it is taken back", async () => {
    const key = await keyOf();
    await muteDetection({ caseId, key, reason: "A backup" }, operatorCalled("owner"));
    await muteDetection({ caseId, key, reason: "Our own monitor" }, operatorCalled("owner"));
    const { rows: told } = await pool().query(
      "SELECT detail->>'was' AS was FROM audit_entries WHERE case_id = $1 AND action = 'detection.muted' ORDER BY id",
      [caseId],
    );
    expect(told).toEqual([{ was: null }, { was: "A backup" }]);
    await runDetections(caseId);
    expect(await read()).toMatchObject({ detections: [], muted: [{ key, mute: { reason: "Our own monitor" } }] });
    expect((await document()).detections[0]?.muted).toBe("Our own monitor");
    await unmuteDetection({ caseId, key }, operatorCalled("owner"));
    expect((await read()).muted).toEqual([]);
    expect((await actions()).filter((action) => action.includes("mute"))).toEqual([
      "detection.muted",
      "detection.muted",
      "detection.unmuted",
    ]);
  });

  it("takes a detection out of the candidates for the start, whatever else was muted", async () => {
    const reasons = async () =>
      (await readCandidates({ caseId, ip: PEER, instanceIds: [INSTANCE], toMs: null })).map(({ reason }) => reason);
    const key = await keyOf();
    await pool().query("UPDATE detections SET severity = 3 WHERE case_id = $1", [caseId]);
    await pool().query(
      "INSERT INTO detection_mutes (case_id, key, title, reason, actor) VALUES ($1, 'gone', '', 'of earlier evidence', 'owner')",
      [caseId],
    );
    expect(await reasons()).toContain("detection");
    await pool().query("DELETE FROM detection_mutes WHERE case_id = $1", [caseId]);
    await muteDetection({ caseId, key, reason: "Our own monitor" }, operatorCalled("owner"));
    expect(await reasons()).not.toContain("detection");
    await unmuteDetection({ caseId, key }, operatorCalled("owner"));
  });

  it("is refused without a reason, for what is not there and in a closed case, and leaves no trace", async () => {
    const before = await actions();
    const key = await keyOf();
    await expect(muteDetection({ caseId, key, reason: " " }, operatorCalled("owner"))).rejects.toThrow(/Say why/);
    await expect(muteDetection({ caseId, key: "none", reason: "x" }, operatorCalled("owner"))).rejects.toMatchObject({
      code: "not-found",
    });
    await setCaseState({ caseId, state: "closed" }, operatorCalled("owner"));
    await expect(muteDetection({ caseId, key, reason: "x" }, operatorCalled("owner"))).rejects.toMatchObject({
      code: "conflict",
    });
    await setCaseState({ caseId, state: "open" }, operatorCalled("owner"));
    expect(await actions()).toEqual(before);
    expect((await read()).muted).toEqual([]);
  });
});

describe("a detector's parameters", () => {
  it("hold for the case's next run, and go back", async () => {
    await setDetector({ caseId, detector: "beacon", values: { connections: 1000 } }, operatorCalled("owner"));
    await runDetections(caseId);
    expect(await read()).toMatchObject({ detections: [] });
    await setDetector({ caseId, detector: "beacon", values: null }, operatorCalled("owner"));
    await runDetections(caseId);
    expect((await read()).detections).toHaveLength(1);
  });

  it("are refused outside their bounds, and nothing is written", async () => {
    const before = await actions();
    const wrong: Record<string, number>[] = [{ connections: 0 }, { nothing: 1 }, { score: Number.NaN }];
    for (const values of wrong)
      await expect(setDetector({ caseId, detector: "beacon", values }, operatorCalled("owner"))).rejects.toThrow();
    await expect(setDetector({ caseId, detector: "none", values: {} }, operatorCalled("owner"))).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await actions()).toEqual(before);
    const { rows } = await pool().query("SELECT FROM detection_settings WHERE case_id = $1", [caseId]);
    expect(rows).toEqual([]);
  });
});
