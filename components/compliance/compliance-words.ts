/** States of controls and of packs in words. */
import type { Clock, ControlState, Counts } from "@/lib/compliance/contract";

export const stateWords: Record<ControlState, string> = {
  met: "Met",
  partly: "Partly",
  gap: "Gap",
  unknown: "Cannot be told",
};

/** "12 of 20 met, 5 partly, 3 gaps": what is zero is left out, but for what is met. */
export function countWords({ met, partly, gap, unknown }: Counts): string {
  const all = met + partly + gap + unknown;
  const rest = [
    partly > 0 ? `${partly} partly` : null,
    gap > 0 ? `${gap} ${gap === 1 ? "gap" : "gaps"}` : null,
    unknown > 0 ? `${unknown} cannot be told` : null,
  ].filter((part) => part !== null);
  return [`${met} of ${all} met`, ...rest].join(", ");
}

export const clockWords = ({ kind, days }: Pick<Clock, "kind" | "days">): string => {
  const span =
    days >= 730
      ? `${Math.round(days / 365.25)} years`
      : days >= 180
        ? `${Math.round(days / 30.5)} months`
        : `${days} days`;
  return kind === "report" ? `within ${span}` : `for ${span}`;
};
