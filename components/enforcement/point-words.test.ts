import { describe, expect, it } from "vitest";
import { agentsWords, isBehind, revisionWords, scorecardLine, skewWords, strengthLine } from "./point-words";

const at = (revision: number, desiredRevision: number | null, refusedRevision: number | null = null) => ({
  revision,
  desiredRevision,
  refusedRevision,
  refusedReason: null,
});

describe("revisionWords", () => {
  it("never says that a point without a bundle runs one", () => {
    expect(revisionWords(at(0, 4))).toBe("Runs no bundle, ought to run 4");
    expect(revisionWords(at(0, null))).toBe("Nothing published yet");
  });

  it("tells a refusal from a delay", () => {
    expect(revisionWords(at(3, 4, 4))).toBe("Refused revision 4, runs revision 3");
    expect(revisionWords(at(3, 4))).toBe("Runs revision 3, ought to run 4");
  });

  it("counts a point that runs a newer revision than desired as not in step", () => {
    expect(isBehind(at(5, 4))).toBe(true);
    expect(isBehind(at(4, 4))).toBe(false);
  });
});

describe("skewWords", () => {
  it("does not call an unknown clock in step", () => {
    expect(skewWords(null).words).toBe("not known");
  });

  it("notices a clock that is half a minute off, in either direction", () => {
    expect(skewWords(-30_000)).toEqual({ words: "30 s behind", noticed: true });
    expect(skewWords(29_000).noticed).toBe(false);
  });
});

it("says that no named agent means every agent", () => {
  expect(agentsWords([])).toBe("Every agent");
});

describe("strengthLine", () => {
  it("says what is demanded only where the point is weaker", () => {
    expect(strengthLine({ strength: "cooperative", demanded: "mandatory", weak: true })).toBe(
      "Cooperative, needs mandatory",
    );
    expect(strengthLine({ strength: "mandatory", demanded: "cooperative", weak: false })).toBe("Mandatory");
  });
});

describe("scorecardLine", () => {
  it("does not take a point that was never checked for a conformant one", () => {
    expect(scorecardLine({ scorecard: null })).toBe("Never checked");
    const scorecard = {
      conformant: false,
      passed: 50,
      failed: 2,
      skipped: 1,
      kit: "1",
      at: "2026-01-01T00:00:00.000Z",
    };
    expect(scorecardLine({ scorecard })).toBe("Not conformant: 50 passed, 2 failed, 1 skipped");
  });
});
