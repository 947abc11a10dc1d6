import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { answerFault } from "@/app/_guard/answer-fault";
import { AppError } from "@/lib/core/app-error";
import { log } from "@/lib/log/log";

const EVIDENCE = "a line of somebody's log";

describe("answerFault", () => {
  const written = vi.spyOn(log, "error").mockImplementation(() => undefined);
  afterEach(() => written.mockClear());

  it("gives what a verb refused in its own words, and writes nothing down", () => {
    expect(answerFault(new AppError("conflict", "It runs."), "action")).toEqual({
      ...{ ok: false, code: "conflict", message: "It runs." },
    });
    const invalid = z.string().min(1, "Say why.").safeParse("").error;
    expect(answerFault(invalid, "action")).toMatchObject({ code: "invalid", message: "Say why." });
    expect(written).not.toHaveBeenCalled();
  });

  it("gives a fault as one sentence and the number it is written down under, and no more", () => {
    const answer = answerFault(new Error(EVIDENCE), "action");
    expect(answer).toMatchObject({ ok: false, code: "fault" });
    expect(answer.message).toContain(answer.incident);
    expect(JSON.stringify(answer)).not.toContain(EVIDENCE);
    expect(written).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(written.mock.calls)).toContain(answer.incident);
    expect(JSON.stringify(written.mock.calls)).not.toContain(EVIDENCE);
  });

  it("says so when the database was stopped by the time it took", () => {
    const error = Object.assign(new Error(EVIDENCE), { code: "57014" });
    expect(answerFault(error, "action")).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/took too long/),
    });
  });
});
