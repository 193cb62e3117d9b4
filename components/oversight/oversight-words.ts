import { formatDuration } from "@/components/ui/format-time";
import type { Bucket, DecisionKind, Measured, QualityFinding } from "@/lib/oversight/contract";

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const shareOf = ({ value }: Measured): string | null => (value === null ? null : percent(value));
export const timeOf = ({ value }: Measured): string | null => (value === null ? null : formatDuration(value * 1000));
export const rests = ({ n, value, why }: Measured, what: string): string | undefined =>
  value === null ? (why ?? undefined) : `of ${n} ${what}`;

export const findingWords = ({ reason, value, limit, n }: QualityFinding): string => {
  switch (reason) {
    case "decoysMissed":
      return `Caught ${percent(value)} of ${n} decoys; the limit is ${percent(limit)}.`;
    case "tooFast":
      return `${percent(value)} of ${n} approvals were fast; the limit is ${percent(limit)}.`;
    case "longStreak":
      return `${n} approvals in a row; the limit is ${limit}.`;
  }
};

export const kindWords: Record<DecisionKind, string> = {
  all: "All votes",
  approved: "Approvals",
  denied: "Denials",
  fast: "Fast approvals",
  disagreed: "Disagreements",
  caught: "Caught decoys",
  missed: "Missed decoys",
};

export const bucketWords = ({ from, to }: Pick<Bucket, "from" | "to">): string => {
  const words = (seconds: number) =>
    seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
  return to === null ? `${words(from)} and more` : from === 0 ? `under ${words(to)}` : `${words(from)} to ${words(to)}`;
};

type Evidence = { kind: DecisionKind; days: number; person?: string };
export function evidenceHref({ kind, days, person }: Evidence): string {
  const search = new URLSearchParams({ kind, days: String(days), ...(person ? { person } : {}) });
  return `/checkpoints/oversight/decisions?${search}`;
}
