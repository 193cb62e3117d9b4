import Link from "next/link";
import { StageBadge } from "@/components/ui/status";
import type { Score, StageScore } from "@/lib/maturity/score-contract";
import { scoreWords } from "./score-words";

/** An agent's score and the sum behind it: a line for each stage, each counted from the requirements below it. */
export function ScoreSum({ score }: { score: Score | null }) {
  if (!score) return <p className="mb-4 text-muted text-sm">– It has no score while it is stopped.</p>;
  return (
    <div className="mb-5">
      <p className="flex items-baseline gap-2">
        <span className="font-medium text-2xl tabular-nums tracking-tight">{scoreWords(score.value)}</span>
        <span className="text-muted text-sm">of 4.00</span>
        <Link
          href="/maturity#formula"
          className="ml-auto inline-flex min-h-6 items-center text-accent text-xs hover:underline"
        >
          The formula
        </Link>
      </p>
      <ul className="mt-1 border-line border-t">
        {score.stages.map((part) => (
          <li
            key={part.stage}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1 text-xs"
          >
            <StageBadge stage={part.stage} />
            <span className="min-w-0 flex-1 text-muted">{partWords(part)}</span>
            <span className="font-medium tabular-nums">
              {part.earned.toFixed(2)} <span className="font-normal text-faint">of {part.worth.toFixed(2)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const partWords = ({ met, asked, counts }: StageScore): string =>
  counts ? `${met} of ${asked} met` : `${met} of ${asked} met; counts once the stage before is reached`;
