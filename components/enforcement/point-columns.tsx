import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Column } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format-number";
import { Countdown, Time } from "@/components/ui/time";
import type { Point } from "@/lib/enforcement/contract";
import { PointState } from "./point-state";
import { agentsWords, isBehind, kindWords, modeWords, revisionWords, skewWords, strengthWords } from "./point-words";

export const pointColumns: readonly Column<Point>[] = [
  {
    id: "name",
    header: "Point",
    width: "18%",
    cell: (point) => (
      <>
        {point.name} {point.demo ? <Badge>demo</Badge> : null}
      </>
    ),
  },
  { id: "state", header: "State", width: "8.5rem", cell: (point) => <PointState value={point.state} /> },
  {
    id: "kind",
    header: "Kind and strength",
    hideBelow: "md",
    cell: (point) => (
      <span title={strengthWords[point.strength].means}>
        {kindWords[point.kind]} <span className="text-muted">· {strengthWords[point.strength].word.toLowerCase()}</span>
      </span>
    ),
  },
  {
    id: "mode",
    header: "Mode",
    width: "5.5rem",
    cell: (point) => (
      <span title={modeWords[point.mode].means} className={cn(point.mode === "observe" && "font-medium text-hold")}>
        {modeWords[point.mode].word}
      </span>
    ),
  },
  {
    id: "agents",
    header: "Acts for",
    hideBelow: "lg",
    cell: (point) => <span title={agentsWords(point.agents)}>{agentsWords(point.agents)}</span>,
  },
  {
    id: "revision",
    header: "Bundle",
    cell: (point) => (
      <span
        title={point.refusedReason ?? undefined}
        className={cn(point.state !== "revoked" && isBehind(point) && "font-medium text-hold")}
      >
        {point.state === "revoked" ? "–" : revisionWords(point)}
      </span>
    ),
  },
  {
    id: "lease",
    header: "Lease left",
    width: "6rem",
    hideBelow: "md",
    align: "end",
    cell: (point) => <Lease point={point} />,
  },
  {
    id: "unsent",
    header: "Unsent / lost",
    width: "6.5rem",
    hideBelow: "lg",
    align: "end",
    cell: (point) => <Unsent point={point} />,
  },
  {
    id: "skew",
    header: "Clock",
    width: "6.5rem",
    hideBelow: "xl",
    cell: (point) => {
      const skew = skewWords(point.skewMs);
      return <span className={cn("text-muted", skew.noticed && "font-medium text-hold")}>{skew.words}</span>;
    },
  },
  {
    id: "decision",
    header: "Last decision",
    width: "7.5rem",
    hideBelow: "md",
    cell: (point) =>
      point.lastDecisionAt ? <Time at={point.lastDecisionAt} /> : <span className="text-muted">none in a day</span>,
  },
];

/** When it stops deciding for high tiers if nothing more is heard. */
export function Lease({ point }: { point: Point }) {
  if (point.state === "revoked" || !point.leaseEndsAt) return <span className="text-muted">–</span>;
  return <Countdown to={point.leaseEndsAt} over="ended" urgentMs={15_000} className="tabular" />;
}

/** Events that wait at the point, and those that it says were lost. */
export function Unsent({ point }: { point: Point }) {
  return (
    <span className="tabular">
      {formatCount(point.spoolDepth)}
      <span className="text-faint"> / </span>
      <span className={cn(point.gaps > 0 && "font-medium text-deny")}>{formatCount(point.gaps)}</span>
    </span>
  );
}
