"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { tellProblem } from "@/components/changes/tell-problem";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { saveFile } from "@/components/ui/save-file";
import { Time } from "@/components/ui/time";
import { type AuditEntry, listAuditOp } from "@/lib/audit/contract";
import { eraseEntryOp, getInclusionProofOp } from "@/lib/audit/tree-contract";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";

/** Where the entry stands in the signed tree, and what proves it to somebody who does not trust this console. */
export function EntrySeal({ entry, mayErase }: { entry: AuditEntry; mayErase: boolean }) {
  const prove = useMutation({
    mutationFn: () => call(getInclusionProofOp, { id: entry.id }),
    onSuccess: ({ proof, index }) => {
      saveFile(`entry-${index}.tlog-proof`, proof);
      if (entry.leaf) saveFile(`entry-${index}.json`, entry.leaf, "application/json");
    },
    onError: (error) => tellProblem(error),
  });
  if (entry.index === null)
    return <p className="text-muted text-sm">Waiting to be sealed. It usually takes less than a second.</p>;
  return (
    <section className="space-y-3">
      {entry.erased ? <Erased erased={entry.erased} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm">
          Sealed as index <span className="font-medium tabular-nums">{formatCount(entry.index)}</span>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" loading={prove.isPending} onClick={() => prove.mutate()}>
            <Download aria-hidden="true" />
            Proof
          </Button>
          {mayErase && !entry.erased && entry.action !== "audit.erased" ? <Erase entry={entry} /> : null}
        </div>
      </div>
    </section>
  );
}

const Erased = ({ erased: { at, by, reason } }: { erased: NonNullable<AuditEntry["erased"]> }) => (
  <Callout tone="unknown" title="The payload was erased">
    <InlineUntrusted text={reason} max={500} /> By <InlineUntrusted text={by} max={80} />, <Time at={at} />. The place
    and the hash stay, so the log still verifies.
  </Callout>
);

function Erase({ entry }: { entry: AuditEntry }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const erase = useMutation({
    mutationFn: (reason: string) => call(eraseEntryOp, { id: entry.id, reason }),
    onSuccess: () => {
      setOpen(false);
      toast.success("The payload is erased", { description: "The log says who erased it and why." });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [listAuditOp.id] }),
  });
  return (
    <ConfirmDanger
      trigger={
        <Button size="sm" variant="danger-outline">
          Erase payload
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        erase.reset();
      }}
      title="Erase what this entry says?"
      stops="Who did it, on what, and every detail are removed for good; copies in exports and back-ups are not. Its place, time, kind and hash stay, and the log still verifies. This cannot be undone."
      word="erase"
      act="Erase payload"
      busy={erase.isPending}
      problem={problemOf(erase.error)}
      onConfirm={({ reason }) => erase.mutate(reason)}
    />
  );
}
