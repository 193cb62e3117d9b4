import Link from "next/link";
import { StageBadge } from "@/components/ui/status";
import type { Overview } from "@/lib/maturity/contract";

/** Agents lowest in stage first, each with the first thing that somebody can mend. */
export function NextList({ next }: { next: Overview["next"] }) {
  if (next.length === 0) {
    return <p className="border-line border-t pt-3 text-muted text-sm">Nothing that can be measured is missing.</p>;
  }
  return (
    <ol className="border-line border-t">
      {next.map(({ agentId, agentName, stage, missing, href }) => (
        <li key={agentId} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2">
          <div className="min-w-0 flex-1 basis-56">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <Link
                href={`/agents/${encodeURIComponent(agentId)}`}
                className="inline-flex min-h-6 min-w-0 items-center break-words font-medium text-sm hover:underline"
              >
                {agentName}
              </Link>
              <StageBadge stage={stage} />
            </p>
            <p className="break-words text-muted text-xs">{missing}</p>
          </div>
          {href ? (
            <Link href={href} className="inline-flex min-h-6 items-center text-accent text-xs hover:underline">
              Mend
              <span className="sr-only">
                : {agentName}, {missing}
              </span>
            </Link>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
