"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { formatCount, plural } from "@/components/ui/format-number";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { type Met, type EgressReplay as Replayed, replayEgressOp } from "@/lib/profiles/contract";

const DAYS = 7;

const columns: readonly Column<Met>[] = [
  {
    id: "verdict",
    header: "Would have met",
    width: "8rem",
    cell: ({ allowed }) =>
      allowed ? (
        <Status tone="allow" icon={AllowGlyph} label="A rule" />
      ) : (
        <Status tone="deny" icon={DenyGlyph} label="Refused" />
      ),
  },
  {
    id: "asked",
    header: "Request",
    wrap: true,
    cell: ({ method, host, port, paths, why }) => (
      <>
        <span className="break-all font-mono text-xs">
          <InlineUntrusted text={`${method} ${host}:${port} ${paths.join(", ")}`} max={400} />
        </span>
        {why ? <span className="block text-muted text-xs">{why}</span> : null}
      </>
    ),
  },
  { id: "count", header: "Times", width: "5rem", align: "end", cell: ({ count }) => formatCount(count) },
  {
    id: "passed",
    header: "Went through then",
    width: "8rem",
    align: "end",
    cell: ({ passed }) => formatCount(passed),
  },
];

/** What the requests of the last week would have met under the text as it stands in the editor. */
export function EgressReplay({ text, usable }: { text: string; usable: boolean }) {
  const replay = useMutation({ mutationFn: () => call(replayEgressOp, { text, days: DAYS }) });
  return (
    <section aria-label="Replay of requests">
      <div className="flex flex-wrap items-center gap-3">
        <Button type="button" size="sm" disabled={!usable} loading={replay.isPending} onClick={() => replay.mutate()}>
          What would last week's requests have met?
        </Button>
        {replay.data ? <p className="text-muted text-xs">{summary(replay.data)}</p> : null}
      </div>
      <FormError problem={problemOf(replay.error)} />
      {replay.data ? (
        <DataTable
          className="mt-3"
          caption="Recorded requests under this profile"
          columns={columns}
          rows={replay.data.met}
          rowKey={({ method, host, port, why }) => JSON.stringify([method, host, port, why])}
          empty={
            <EmptyState title="No request was recorded">In the last {DAYS} days nothing left a sandbox.</EmptyState>
          }
        />
      ) : null}
    </section>
  );
}

function summary({ requests, cut, unread, met }: Replayed): string {
  const refused = met.filter(({ allowed }) => !allowed).reduce((sum, { count }) => sum + count, 0);
  return [
    `${plural(requests, "request")} of every sandbox in ${DAYS} days${cut ? ", the newest only" : ""}:`,
    `${formatCount(refused)} would have been refused.`,
    unread > 0 ? `${formatCount(unread)} could not be read.` : "",
    "Policy decides after the profile.",
  ].join(" ");
}
