/** How far a revision has come among the points. */
import type { z } from "zod";
import type { RevisionAck } from "@/lib/enforcement/contract";

type Ack = z.infer<typeof RevisionAck>;

export type AckCount = { counted: number; loaded: number; refused: Ack[]; waiting: Ack[] };

/** Revoked points and points that never came do not count: nothing is to be expected of them. */
export function countAcks(points: readonly Ack[]): AckCount {
  const counted = points.filter((point) => point.state !== "revoked" && point.state !== "never_connected");
  return {
    counted: counted.length,
    loaded: counted.filter((point) => point.result === "loaded").length,
    refused: counted.filter((point) => point.result === "refused"),
    waiting: counted.filter((point) => point.result === "waiting"),
  };
}

/** "In force on 6 of 8 points, 1 refused: bad signature, 1 has not answered". */
export function ackWords(count: AckCount): string {
  if (count.counted === 0) return "No enforcement point is connected, so nothing is enforced by it yet";
  const parts = [`In force on ${count.loaded} of ${count.counted} ${count.counted === 1 ? "point" : "points"}`];
  const [first, ...others] = count.refused;
  if (first) {
    const reasons = new Set(count.refused.map((point) => point.reason ?? "no reason given"));
    const why =
      reasons.size === 1 ? [...reasons][0] : `${first.pepName}: ${first.reason ?? "no reason given"}, and more`;
    parts.push(`${others.length + 1} refused: ${why}`);
  }
  if (count.waiting.length > 0) {
    parts.push(`${count.waiting.length} ${count.waiting.length === 1 ? "has" : "have"} not answered`);
  }
  return parts.join(", ");
}
