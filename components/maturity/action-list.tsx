import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { StageBadge } from "@/components/ui/status";
import type { Action } from "@/lib/maturity/standing-contract";
import { deltaWords } from "./score-words";

/** What would raise the organisation's score most, each leading to the agents that it is about. */
export function ActionList({ actions, measured, most = actions.length }: ActionListProps) {
  if (actions.length === 0)
    return (
      <EmptyState title={measured ? "Nothing that can be measured would raise the score" : "Nothing was measured yet"}>
        {measured
          ? "What is not built yet cannot be acted on, and is still counted against the score."
          : "What would raise the score stands here once agents have been looked at."}
      </EmptyState>
    );
  return (
    <ol className="border-line border-t">
      {actions.slice(0, most).map(({ requirement, stage, title, agents, gaining, effect, href }) => (
        <li key={requirement} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2">
          <span className="w-14 font-medium text-allow text-sm tabular-nums">{deltaWords(0, effect)}</span>
          <div className="min-w-0 flex-1 basis-56">
            <Link href={href} className="inline-block min-h-6 break-words py-0.5 font-medium text-sm hover:underline">
              {title}
            </Link>
            {gaining < agents ? (
              <p className="text-muted text-xs">
                {gaining.toLocaleString("en-GB")} of them {gaining === 1 ? "gains" : "gain"} by it now; the others lack
                an earlier stage.
              </p>
            ) : null}
          </div>
          <StageBadge stage={stage} />
        </li>
      ))}
    </ol>
  );
}

type ActionListProps = { actions: readonly Action[]; measured: boolean; most?: number };
