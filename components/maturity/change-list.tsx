import Link from "next/link";
import { Time } from "@/components/ui/time";
import type { MaturityChange, Moved } from "@/lib/maturity/history-contract";
import { DirectionMark } from "./direction-mark";
import { changeWords, deltaWords, directionOf } from "./score-words";

/** How agents changed, newest first, with the reason that each requirement gave then. */
export function ChangeList({ changes, named }: { changes: readonly MaturityChange[]; named: boolean }) {
  return (
    <ol className="border-line border-t">
      {changes.map((change) => (
        <li key={change.id} className="border-line border-b py-2">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
            <DirectionMark
              direction={directionOf(change.fromScore, change.toScore)}
              by={deltaWords(change.fromScore, change.toScore)}
            />
            {named ? (
              <Link
                href={`/agents/${encodeURIComponent(change.agentId)}#history`}
                className="inline-block min-h-6 min-w-0 break-words py-0.5 font-medium text-sm hover:underline"
              >
                {change.agentName}
              </Link>
            ) : null}
            <span>{changeWords(change)}</span>
            <Time at={change.at} className="text-faint" />
          </p>
          <Reasons moved={change.fell} word="Not met any more" />
          <Reasons moved={change.met} word="Met now" />
        </li>
      ))}
    </ol>
  );
}

function Reasons({ moved, word }: { moved: readonly Moved[]; word: string }) {
  if (moved.length === 0) return null;
  return (
    <ul>
      {moved.map(({ requirement, title, why }) => (
        <li key={requirement} className="min-w-0 break-words text-sm">
          {word}: {title}. <span className="text-muted">{why}</span>
        </li>
      ))}
    </ul>
  );
}
