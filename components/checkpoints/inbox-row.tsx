import Link from "next/link";
import { operationClassWords, reversibilityWords } from "@/components/inventory/words";
import { cn } from "@/components/ui/cn";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import { Countdown, Time } from "@/components/ui/time";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import { CheckpointStatus, EndedStatus } from "./checkpoint-status";
import { isOpen } from "./checkpoint-words";

/** Wide: one line, risk and time left first. Narrow: the same order in two lines and a half. */
const grid =
  "grid grid-cols-[5.5rem_minmax(0,1fr)_auto] gap-x-4 gap-y-1 lg:grid-cols-[5.5rem_6rem_minmax(0,2fr)_minmax(0,1.3fr)_6.5rem_11rem] lg:items-center";

type Props = { row: CheckpointSummary /** It has left the list that is shown. */; gone: boolean };

export function InboxRow({ row, gone }: Props) {
  const open = isOpen(row.status) && !gone;
  return (
    <li
      data-row=""
      className={cn(
        "relative animate-arrive border-line border-b px-1 py-2.5 hover:bg-hover lg:py-2",
        "has-[[data-row-link]:focus-visible]:bg-hover has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent has-[[data-row-link]:focus-visible]:-outline-offset-2",
        grid,
      )}
    >
      <RiskTier value={row.riskTier} />
      <p className="text-sm max-lg:order-3 max-lg:text-right">
        {open ? (
          <Countdown to={row.expiresAt} over="Time is up" className="tabular" />
        ) : (
          <span className="text-muted text-xs">
            <Time at={row.closedAt ?? row.expiresAt} />
          </span>
        )}
      </p>
      <p className="min-w-0 max-lg:order-4 max-lg:col-span-3">
        <Link
          data-row-link=""
          href={`/checkpoints/${encodeURIComponent(row.id)}`}
          className="font-medium text-base outline-none after:absolute after:inset-0 lg:text-sm"
        >
          <InlineUntrusted text={row.agentName} max={80} />
          <span className="font-normal text-muted"> asks for </span>
          <InlineUntrusted text={row.tool} max={120} className="font-mono text-xs" />
        </Link>
      </p>
      <p className="cut text-muted text-xs max-lg:order-5 max-lg:col-span-2 lg:text-sm">
        {operationClassWords[row.operationClass].label}, {reversibilityWords[row.reversibility].label.toLowerCase()}
      </p>
      <p className="tabular text-muted text-xs max-lg:order-6 max-lg:text-right lg:text-sm">
        {row.have} of {row.need} {open ? "agreed" : ""}
      </p>
      <p className="max-lg:order-2">
        {gone ? <EndedStatus /> : row.mine && open ? <ForYou /> : <CheckpointStatus value={row.status} />}
      </p>
    </li>
  );
}

function ForYou() {
  return <span className="font-medium text-hold text-xs">Waits for you</span>;
}
