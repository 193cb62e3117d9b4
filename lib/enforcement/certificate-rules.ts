/** What a certificate has to admit. Pure. */
import type { ProbeResult, StopOrder } from "./stop-contract";

type Point = StopOrder["points"][number];

const NOT_PROVEN: Record<Exclude<ProbeResult, "refused">, string> = {
  waiting: "was asked by a probe and has not answered yet",
  silent: "was asked by a probe and did not answer",
  inconclusive: "refused the probe, but for another reason than the order",
  not_refused: "did not refuse the probe",
  dishonest: "gave an answer to the probe that is not believed",
  honest: "was asked for its bundle only",
};

/** One sentence for each point that does not prove the stop; empty when all of them do. */
export function missingOf(points: readonly Point[]): string[] {
  return points.flatMap((point) => {
    const why = objectionTo(point);
    return why === null ? [] : [`${point.name} (${point.pepId}) ${why}.`];
  });
}

function objectionTo({ state, probe, leaseEndsAt }: Point): string | null {
  if (state === "unreachable") {
    return leaseEndsAt
      ? `cannot be reached; it decides nothing any more from ${leaseEndsAt} on at the latest`
      : "cannot be reached, and when its lease ends is not known";
  }
  if (!probe) return state === "confirmed" ? "has confirmed, and was not probed" : "has not confirmed";
  if (probe.result !== "refused") return NOT_PROVEN[probe.result];
  return state === "confirmed" ? null : "refused the probe, and has not confirmed the order";
}

/** Nothing more will come from the points that can be reached. */
export const everyoneAnswered = (points: readonly Point[]): boolean =>
  points.every(
    ({ state, probe }) =>
      state === "unreachable" || (state === "confirmed" && probe !== null && probe.result !== "waiting"),
  );

export const everyReachableRefused = (points: readonly Point[]): boolean =>
  points.every(({ state, probe }) => state === "unreachable" || (state === "confirmed" && probe?.result === "refused"));
