import Link from "next/link";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Effect } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ReplaySample, ReplayShift, Share } from "@/lib/replay/contract";

/** Whose calls change so, and some of them to look at. */
export function ShiftDetails({ shift: { agents, tools, owners, others, samples } }: { shift: ReplayShift }) {
  return (
    <>
      <div className="mt-3 grid gap-x-8 gap-y-4 sm:grid-cols-3">
        <Shares
          title="Agents"
          shares={agents}
          others={others.agents}
          href={(id) => `/agents/${encodeURIComponent(id)}`}
        />
        <Shares title="Tools" shares={tools} others={others.tools} />
        <Shares title="Owners" shares={owners} others={others.owners} />
      </div>
      <details className="mt-3 text-sm">
        <summary className="cursor-pointer text-muted">
          {samples.length === 1 ? "The call" : `${samples.length} of the calls`}
        </summary>
        <ul className="mt-2 space-y-1.5">
          {samples.map((sample) => (
            <Sample key={sample.callId} sample={sample} />
          ))}
        </ul>
      </details>
    </>
  );
}

type SharesProps = { title: string; shares: readonly Share[]; others: number; href?: (id: string) => string };

function Shares({ title, shares, others, href }: SharesProps) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-muted text-xs">{title}</h3>
      <ul className="space-y-0.5 text-sm">
        {shares.map(({ id, name, calls }) => (
          <li key={id ?? ""} className="flex justify-between gap-3">
            <span className="min-w-0 break-words">
              {id !== null && href ? (
                <Link href={href(id)} className="underline">
                  <InlineUntrusted text={name} max={80} />
                </Link>
              ) : (
                <InlineUntrusted text={name} max={80} />
              )}
            </span>
            <span className="text-muted tabular-nums">{formatCount(calls)}</span>
          </li>
        ))}
        {others > 0 ? (
          <li className="flex justify-between gap-3 text-muted">
            <span>all others</span>
            <span className="tabular-nums">{formatCount(others)}</span>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

const Sample = ({ sample }: { sample: ReplaySample }) => (
  <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
    <Link href={`/activity/${encodeURIComponent(sample.callId)}`} className="underline">
      <Time at={sample.at} />
    </Link>
    <InlineUntrusted text={sample.agentName} max={80} /> calls{" "}
    <InlineUntrusted text={sample.tool} max={120} className="font-mono" />
    <span className="inline-flex items-center gap-1.5">
      <Effect value={sample.before} />
      <span aria-hidden="true">→</span>
      <span className="sr-only">becomes</span>
      <Effect value={sample.after} />
    </span>
    {sample.by.length > 0 ? <span className="text-muted">by {sample.by.join(", ")}</span> : null}
  </li>
);
