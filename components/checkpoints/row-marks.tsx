import { InlineUntrusted } from "@/components/ui/revealed";
import { ClockTime } from "@/components/ui/time";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";

type Props = { row: Pick<CheckpointSummary, "marks" | "uninspectable" | "wasDecoy">; viewerId: string };

/** What colleagues and oneself have noted, and what the eye should not miss. Nothing when there is nothing. */
export function RowMarks({ row, viewerId }: Props) {
  const { claims, handovers, snoozedUntil } = row.marks;
  const others = claims.filter(({ userId }) => userId !== viewerId);
  const own = claims.find(({ userId }) => userId === viewerId);
  const toMe = handovers.find(({ toId }) => toId === viewerId);
  const byMe = handovers.find(({ fromId }) => fromId === viewerId);
  const [first] = others;
  if (claims.length + handovers.length === 0 && !snoozedUntil && !row.uninspectable && !row.wasDecoy) return null;
  return (
    <span className="flex basis-full flex-wrap gap-x-3 text-muted text-xs">
      {row.wasDecoy ? <span>A decoy: its agent never asked for it</span> : null}
      {row.uninspectable ? <span className="font-medium text-unknown">Holds content that nobody can read</span> : null}
      {first ? (
        <span>
          {first.userName}
          {others.length > 1 ? ` and ${others.length - 1} more are` : " is"} on it until <ClockTime at={first.until} />
        </span>
      ) : null}
      {own ? (
        <span>
          You are on it until <ClockTime at={own.until} />
        </span>
      ) : null}
      {toMe ? (
        <span className="text-ink">
          {toMe.fromName} handed it to you
          {toMe.note ? (
            <>
              : <InlineUntrusted text={toMe.note} max={120} />
            </>
          ) : null}
        </span>
      ) : null}
      {byMe ? <span>You handed it to {byMe.toName}</span> : null}
      {snoozedUntil ? (
        <span>
          Put aside until <ClockTime at={snoozedUntil} />
        </span>
      ) : null}
    </span>
  );
}
