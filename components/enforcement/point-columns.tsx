import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Column } from "@/components/ui/data-table";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Countdown, Time } from "@/components/ui/time";
import type { Point } from "@/lib/enforcement/contract";
import { PointState } from "./point-state";
import {
  agentsWords,
  isBehind,
  kindWords,
  modeWords,
  scorecardLine,
  skewWords,
  strengthLine,
  strengthWords,
} from "./point-words";

export const pointColumns: readonly Column<Point>[] = [
  {
    id: "name",
    header: "Point",
    sortable: true,
    cell: (point) => (
      <Two second={point.agents.length === 0 ? "acts for every agent" : `acts for ${agentsWords(point.agents)}`}>
        {point.name} {point.demo ? <Badge>demo</Badge> : null}
      </Two>
    ),
  },
  {
    id: "state",
    header: "State",
    width: "8.5rem",
    sortable: true,
    wrap: true,
    cell: (point) => (
      <Two
        second={
          <span title={modeWords[point.mode].means} className={cn(point.mode === "observe" && "text-hold")}>
            {modeWords[point.mode].word}
          </span>
        }
      >
        <PointState value={point.state} />
      </Two>
    ),
  },
  {
    id: "kind",
    header: "Kind and strength",
    width: "13rem",
    hideBelow: "md",
    wrap: true,
    cell: (point) => (
      <Two
        second={
          <span title={strengthWords[point.strength].means} className={cn(point.weak && "font-medium text-deny")}>
            {strengthLine(point)}
          </span>
        }
      >
        {kindWords[point.kind]}{" "}
        <span className="text-muted">
          <InlineUntrusted text={point.version} max={40} />
        </span>
      </Two>
    ),
  },
  { id: "revision", header: "Bundle", width: "8.5rem", wrap: true, cell: (point) => <Bundle point={point} /> },
  {
    id: "lease",
    header: "Lease left",
    width: "6rem",
    sortable: true,
    hideBelow: "md",
    align: "end",
    cell: (point) => <Lease point={point} />,
  },
  {
    id: "unsent",
    header: "Unsent / lost",
    width: "7.5rem",
    sortable: true,
    hideBelow: "lg",
    align: "end",
    wrap: true,
    cell: (point) => (
      <Two second={<Clock point={point} />}>
        <Unsent point={point} />
      </Two>
    ),
  },
  {
    id: "decision",
    header: "Last decision",
    width: "8rem",
    hideBelow: "lg",
    wrap: true,
    cell: (point) => (
      <Two second={<Checked point={point} />}>
        {point.lastDecisionAt ? <Time at={point.lastDecisionAt} /> : <span className="text-muted">none yet</span>}
      </Two>
    ),
  },
];

/** A fact and, smaller below it, what belongs to it. */
function Two({ children, second }: { children: ReactNode; second: ReactNode }) {
  return (
    <>
      <span className="cut block phone:whitespace-normal">{children}</span>
      {second ? (
        <span className="cut block font-normal text-muted text-xs phone:whitespace-normal">{second}</span>
      ) : null}
    </>
  );
}

function Bundle({ point }: { point: Point }) {
  if (point.state === "revoked") return <span className="text-muted">–</span>;
  const runs = point.revision === 0 ? "None" : `Revision ${point.revision}`;
  if (!isBehind(point)) return runs;
  const refused = point.refusedRevision === point.desiredRevision;
  return (
    <Two
      second={
        <span
          title={point.refusedReason ?? undefined}
          className={cn("font-medium", refused ? "text-deny" : "text-hold")}
        >
          {refused ? `refused ${point.desiredRevision}` : `ought to run ${point.desiredRevision}`}
        </span>
      }
    >
      {runs}
    </Two>
  );
}

/** What the conformance kit said of it. */
function Checked({ point }: { point: Point }) {
  const { scorecard } = point;
  const word = scorecard === null ? "never checked" : scorecard.conformant ? "conformant" : "not conformant";
  return (
    <span title={scorecardLine(point)} className={cn(point.scorecard?.conformant === false && "font-medium text-deny")}>
      {word}
    </span>
  );
}

/** Said only when it is off: then its times cannot be set beside ours. */
function Clock({ point }: { point: Point }) {
  const skew = skewWords(point.skewMs);
  return skew.noticed ? <span className="text-hold">clock {skew.words}</span> : null;
}

/** When it stops deciding for high tiers if nothing more is heard. */
export function Lease({ point }: { point: Point }) {
  if (point.state === "revoked" || !point.leaseEndsAt) return <span className="text-muted">–</span>;
  return <Countdown to={point.leaseEndsAt} over="ended" urgentMs={15_000} className="tabular" />;
}

/** Events that wait at the point, and those that it says were lost within a day; "some" while it has not said how many. */
export function Unsent({ point }: { point: Point }) {
  return (
    <span className="tabular">
      {formatCount(point.spoolDepth)}
      <span className="text-faint"> / </span>
      <span className={cn((point.lost > 0 || point.gaps > 0) && "font-medium text-deny")}>
        {point.lost > 0 ? formatCount(point.lost) : point.gaps > 0 ? "some" : "0"}
      </span>
    </span>
  );
}
