"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getEvidenceOp } from "@/lib/redteam/contract";
import type { Evidence } from "@/sdk/wire/redteam";

type Props = { runId: string; evidence: Evidence };

/** The record itself: it stands in the exercise's own organisation, in which nobody can sign in. */
export function EvidenceRecord({ runId, evidence }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Open the ${evidence.kind} ${evidence.id}`}>
          Open
        </Button>
      }
      title={`The ${evidence.kind} as this console holds it`}
      description={evidence.id}
    >
      {open ? <Record runId={runId} evidence={evidence} /> : null}
    </Dialog>
  );
}

function Record({ runId, evidence }: Props) {
  const { data, error } = useQuery(optionsFor(getEvidenceOp, { id: runId, recordId: evidence.id }));
  if (error) return <Callout tone="unknown">{problemOf(error)?.detail ?? "It could not be read."}</Callout>;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <div className="space-y-3">
      <Callout tone={data.intact ? "note" : "deny"}>
        {data.intact
          ? "It has the digest that the signed outcome cites."
          : "Its digest is not the one that the signed outcome cites: it was changed since."}
      </Callout>
      <UntrustedText label={`${evidence.kind} ${evidence.id}`} text={data.record} mono />
    </div>
  );
}
