import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { Cause, Move, Trend } from "@/lib/maturity/history-contract";
import { DirectionMark } from "./direction-mark";
import { causeWords, deltaWords, directionOf, scoreWords } from "./score-words";

type Shown = Pick<Trend, "moves" | "movesTotal"> & { most?: number; causes?: number };

/** Each rise and fall of the organisation with its reasons, newest first. */
export function TrendMoves({ moves, movesTotal, most = moves.length, causes }: Shown) {
  if (moves.length === 0)
    return (
      <EmptyState title="Nothing rose or fell in this time">Each move will stand here with its reason.</EmptyState>
    );
  const shown = moves.slice(0, most);
  return (
    <>
      <ol className="border-line border-t">
        {shown.map((move) => (
          <MoveRow key={move.at} move={move} most={causes} />
        ))}
      </ol>
      {movesTotal > shown.length ? (
        <p className="mt-2 text-muted text-xs">
          The newest {shown.length} of {movesTotal.toLocaleString("en-GB")} moves.{" "}
          <Link href="/maturity/changes" className="text-accent underline underline-offset-2">
            Each agent's changes
          </Link>
        </p>
      ) : null}
    </>
  );
}

function MoveRow({ move, most = move.causes.length }: { move: Move; most?: number }) {
  const { at, score, scoreBefore, causes } = move;
  const more = causes.length - most;
  return (
    <li className="border-line border-b py-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
        <DirectionMark direction={directionOf(scoreBefore, score)} by={deltaWords(scoreBefore, score)} />
        <span className="text-muted tabular-nums">
          {scoreBefore === null ? `score ${scoreWords(score)}` : `${scoreWords(scoreBefore)} → ${scoreWords(score)}`}
        </span>
        <Time at={at} className="text-faint" />
      </p>
      {causes.length === 0 ? (
        <p className="text-muted text-sm">
          No reason is kept: the agents that it was about were removed with the demo.
        </p>
      ) : null}
      <ul>
        {causes.slice(0, most).map((cause) => (
          <CauseLine key={`${cause.direction} ${cause.title}`} cause={cause} />
        ))}
      </ul>
      {more > 0 ? (
        <Link href="/maturity#trend" className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
          {more} more {more === 1 ? "reason" : "reasons"}
          <span className="sr-only"> of this move</span>
        </Link>
      ) : null}
    </li>
  );
}

/** One agent is named as the example that its reason was taken from. */
function CauseLine({ cause: { agentId, agentName, title, why, direction, agents } }: { cause: Cause }) {
  const name = (
    <Link
      href={`/agents/${encodeURIComponent(agentId)}#history`}
      className="inline-block min-h-6 py-0.5 font-medium hover:underline"
    >
      {agentName}
    </Link>
  );
  return (
    <li className="min-w-0 break-words text-sm">
      {title}: {causeWords({ direction, agents })}. {name}
      {agents > 1 ? ", for one" : ""}: <span className="text-muted">{why}</span>
    </li>
  );
}
