import { describe, expect, it } from "vitest";
import { ackWords, countAcks } from "./ack-words";

type Ack = Parameters<typeof countAcks>[0][number];
const point = (over: Partial<Ack>): Ack => ({
  pepId: "pep_1",
  pepName: "one",
  state: "connected",
  result: "loaded",
  reason: null,
  ms: 12,
  ...over,
});

describe("ackWords", () => {
  it("claims nothing when no point is there", () => {
    expect(ackWords(countAcks([]))).toBe("No enforcement point is connected, so nothing is enforced by it yet");
    expect(ackWords(countAcks([point({ state: "revoked", result: "waiting" })]))).toContain("No enforcement point");
  });

  it("says who refused and why", () => {
    const points = [point({}), point({ result: "refused", reason: "the signature is not valid" })];
    expect(ackWords(countAcks(points))).toBe("In force on 1 of 2 points, 1 refused: the signature is not valid");
  });

  it("counts an unreachable point as one that has not answered", () => {
    expect(ackWords(countAcks([point({}), point({ state: "unreachable", result: "waiting" })]))).toBe(
      "In force on 1 of 2 points, 1 has not answered",
    );
  });
});
