"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import {
  listStandingOp,
  revokeStandingOp,
  type StandingApproval,
  standingWords,
} from "@/lib/checkpoints/standing-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";

const ops = [listStandingOp.id];
const live = { control: ops, audit: ops };

const statusWords: Record<StandingApproval["status"], string> = {
  standing: "Stands",
  used: "Used up",
  expired: "Its time is over",
  revoked: "Revoked",
  voided: "Void",
};

export function StandingView({ mayRevoke }: { mayRevoke: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listStandingOp, {}));
  useLive(live, { everyMs: 1_000 });
  if (data.items.length === 0)
    return (
      <EmptyState title="Nothing is approved in advance">
        Whoever approves a call that can be undone, of an agent of tier low or medium, can approve the same call for
        some time on the page of the request.
      </EmptyState>
    );
  return (
    <>
      <ul aria-label="Standing approvals" className="border-line border-t">
        {data.items.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b py-3"
          >
            <div className="min-w-0 flex-1 basis-72 space-y-1 text-sm">
              <p className="font-medium">
                <Link href={`/checkpoints/${one.checkpointId}`} className="underline">
                  <InlineUntrusted text={one.agentName} max={120} />
                </Link>
                : <InlineUntrusted text={standingWords(one.tool, one.free, one.most)} max={600} />
              </p>
              <p className="text-muted">
                Given by {one.by.join(" and ")} <Time at={one.issuedAt} />, until <Time at={one.expiresAt} absolute />.
                Used{" "}
                <span className="tabular">
                  {one.used} of {one.most}
                </span>
                .
              </p>
              <p>
                {statusWords[one.status]}
                {one.endedReason ? (
                  <>
                    {": "}
                    <InlineUntrusted text={one.endedReason} max={600} />
                  </>
                ) : null}
              </p>
              <p className="text-muted text-xs">
                <InlineUntrusted text={one.arguments} max={300} className="font-mono" />
              </p>
            </div>
            {mayRevoke && (one.status === "standing" || one.status === "used") ? <Revoke one={one} /> : null}
          </li>
        ))}
      </ul>
      {data.nextCursor ? <p className="mt-3 text-muted text-xs">The newest 50; older ones are in the API.</p> : null}
    </>
  );
}

function Revoke({ one }: { one: StandingApproval }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(revokeStandingOp, { id: one.id, reason: reason.trim() }),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [listStandingOp.id] }),
  });
  const problem = problemOf(revoke.error);
  return (
    <Dialog
      title="Revoke this standing approval"
      description="People are asked about the next call. What it granted and was not used yet is void."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="danger-outline">
          Revoke
        </Button>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          revoke.mutate();
        }}
      >
        {problem ? (
          <div role="alert">
            <Callout tone="deny" title="It was not revoked">
              {problem.detail}
            </Callout>
          </div>
        ) : null}
        <Field label="Reason" required>
          <Textarea rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="danger" loading={revoke.isPending} disabled={!reason.trim()}>
            Revoke
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
