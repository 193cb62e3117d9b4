"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { operationClassWords, reversibilityWords } from "@/components/inventory/words";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import { Countdown, Time } from "@/components/ui/time";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import { CheckpointStatus, EndedStatus } from "./checkpoint-status";
import { isOpen } from "./checkpoint-words";
import { RowMarks } from "./row-marks";
import { ShareOutMenu } from "./share-out-menu";

/** Wide: one line, risk and time left first. Narrow: the same order in two lines and a half. */
const grid =
  "grid grid-cols-[1.75rem_5rem_minmax(0,1fr)_auto] gap-x-2 gap-y-1 lg:grid-cols-[1.75rem_5.5rem_6rem_minmax(0,2fr)_minmax(0,1.3fr)_6.5rem_11rem_2rem] lg:items-center lg:gap-x-4";

type Props = {
  row: CheckpointSummary;
  /** It has left the list that is shown. */
  gone: boolean;
  viewerId: string;
  chosen: boolean;
  choose: (on: boolean) => void;
  /** Opens the line into the requests that it stands for; absent where it stands for itself. */
  unfold?: { open: boolean; toggle: () => void };
  /** Inside an unfolded line. */
  inner?: boolean;
};

export function InboxRow({ row, gone, viewerId, chosen, choose, unfold, inner }: Props) {
  const open = isOpen(row.status) && !gone;
  return (
    <li
      data-row=""
      className={cn(
        "relative animate-arrive border-line border-b px-1 py-2.5 hover:bg-hover lg:py-2",
        "has-[[data-row-link]:focus-visible]:bg-hover has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent has-[[data-row-link]:focus-visible]:-outline-offset-2",
        chosen && "bg-accent-soft",
        inner && "border-l-2 border-l-edge-soft pl-2",
        grid,
      )}
    >
      <span className="relative z-10 flex min-h-6 items-center">
        {row.mine && open ? (
          <Checkbox
            hideLabel
            label={
              <>
                Choose <InlineUntrusted text={row.agentName} max={60} />: <InlineUntrusted text={row.tool} max={80} />
              </>
            }
            checked={chosen}
            onCheckedChange={(on) => choose(on === true)}
          />
        ) : null}
      </span>
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
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 max-lg:order-4 max-lg:col-span-4">
        <Link
          data-row-link=""
          href={`/checkpoints/${encodeURIComponent(row.id)}`}
          className="font-medium text-base outline-none after:absolute after:inset-0 lg:text-sm"
        >
          <InlineUntrusted text={row.agentName} max={80} />
          <span className="font-normal text-muted">{row.wasDecoy ? " never asked for " : " asks for "}</span>
          <InlineUntrusted text={row.tool} max={120} className="font-mono text-xs" />
        </Link>
        {unfold ? <Unfold alike={row.alike} {...unfold} /> : null}
        <RowMarks row={row} viewerId={viewerId} />
      </div>
      <p className="cut text-muted text-xs max-lg:order-5 max-lg:col-span-3 lg:text-sm">
        {operationClassWords[row.operationClass].label}, {reversibilityWords[row.reversibility].label.toLowerCase()}
      </p>
      <p className="tabular text-muted text-xs max-lg:order-6 max-lg:text-right lg:text-sm">
        {row.have} of {row.need} {open ? "agreed" : ""}
      </p>
      <p className="max-lg:order-2">
        {gone ? <EndedStatus /> : row.mine && open ? <ForYou /> : <CheckpointStatus value={row.status} />}
      </p>
      <Menu show={row.mine && open}>
        <ShareOutMenu row={row} viewerId={viewerId} label="Share out this request" look="icon" />
      </Menu>
    </li>
  );
}

/** On a phone the acts stand on the request's own page, where there is room for a thumb. */
function Menu({ show, children }: { show: boolean; children: ReactNode }) {
  return <span className="relative z-10 max-lg:hidden">{show ? children : null}</span>;
}

function Unfold({ alike, open, toggle }: { alike: number; open: boolean; toggle: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={toggle}
      className="relative z-10 inline-flex min-h-6 items-center gap-1 rounded-sm bg-hold-soft px-1.5 font-medium text-hold text-xs max-lg:min-h-8"
    >
      <ChevronRight aria-hidden="true" className={cn("size-3", open && "rotate-90")} />
      {open ? "Fold" : `and ${alike - 1} alike`}
    </button>
  );
}

function ForYou() {
  return <span className="font-medium text-hold text-xs">Waits for you</span>;
}
