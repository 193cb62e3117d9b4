"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { FileCheck, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { formatCount } from "@/components/ui/format-number";
import { LiveRegion } from "@/components/ui/live-region";
import { Progress } from "@/components/ui/progress";
import { saveFile } from "@/components/ui/save-file";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { type AuditCheck, type AuditTree, getCheckOp, getTreeOp, startCheckOp } from "@/lib/audit/tree-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";

const live = { audit: [getTreeOp.id, getCheckOp.id] };

/** How far the log is sealed, under whose signature, and whether it still is what was signed. */
export function TreeState() {
  const tree = useSuspenseQuery(optionsFor(getTreeOp, {})).data;
  const { check } = useSuspenseQuery(optionsFor(getCheckOp, {})).data;
  useLive(live);
  return (
    <section aria-label="Sealing" className="mb-4 border-line border-y py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          <Fact label="Sealed">{tree.head ? `${formatCount(tree.head.size)} entries` : "nothing yet"}</Fact>
          <Fact label="Waiting to be sealed">{formatCount(tree.waiting)}</Fact>
          <Fact label="Head signed">{tree.head ? <Time at={tree.head.at} /> : "–"}</Fact>
          <Fact label="By key">{tree.head ? <Identifier value={tree.head.keyId} keep={8} /> : "–"}</Fact>
        </dl>
        <Acts tree={tree} check={check} />
      </div>
      {check ? <CheckState check={check} /> : null}
    </section>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt className="text-muted text-xs">{label}</dt>
    <dd className="text-sm tabular-nums">{children}</dd>
  </div>
);

const isOpen = ({ status }: AuditCheck): boolean => status === "waiting" || status === "running";

function Acts({ tree: { head }, check }: { tree: AuditTree; check: AuditCheck | null }) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => call(startCheckOp, {}),
    onSuccess: (begun) => queries.setQueryData(optionsFor(getCheckOp, {}).queryKey, { check: begun }),
    onError: (error) => toast.error(problemOf(error)?.detail),
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        disabled={!head}
        onClick={() => head && saveFile(`gatehouse-audit-head-${head.size}.txt`, head.checkpoint)}
      >
        <FileCheck aria-hidden="true" />
        Keep this head
      </Button>
      <Button
        size="sm"
        loading={start.isPending || (check !== null && isOpen(check))}
        disabled={!head}
        onClick={() => start.mutate()}
      >
        <ShieldCheck aria-hidden="true" />
        Verify the log
      </Button>
    </div>
  );
}

function CheckState({ check }: { check: AuditCheck }) {
  const { status, done, total, heads, finishedAt } = check;
  if (isOpen(check)) {
    const label = status === "waiting" ? "Waits for the worker" : "Recomputing every leaf hash and root";
    return <Progress className="mt-3" label={label} done={done} total={total} unit="entries" />;
  }
  if (status === "passed") {
    return (
      <LiveRegion>
        <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
          <Status tone="allow" icon={ShieldCheck} label="Verified" />
          <span>
            All {formatCount(total)} entries have the hashes that were sealed, under {formatCount(heads)} signed{" "}
            {heads === 1 ? "head" : "heads"}. {finishedAt ? <Time at={finishedAt} /> : null}
          </span>
        </p>
      </LiveRegion>
    );
  }
  return (
    <LiveRegion urgent>
      <Callout className="mt-3" tone={status === "failed" ? "deny" : "unknown"} title={faultTitle(check)}>
        {check.fault}. {finishedAt ? <Time at={finishedAt} /> : null}
        {status === "failed"
          ? " Keep the database as it is, export the log, and compare it with a head that you kept."
          : null}
      </Callout>
    </LiveRegion>
  );
}

function faultTitle({ status, badIndex }: AuditCheck): string {
  if (status === "broken") return "The verification did not finish";
  return badIndex === null
    ? "The log is not what was signed"
    : `The log is not what was signed, first at entry ${formatCount(badIndex)}`;
}
