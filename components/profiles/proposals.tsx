"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { DiffView } from "@/components/ui/diff-view";
import { FormError } from "@/components/ui/form-error";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { dismissProposalOp, getProfileOp, listProfilesOp, type Proposal } from "@/lib/profiles/contract";

type Props = { open: readonly Proposal[]; inForce: string; mayManage: boolean; take: (proposal: Proposal) => void };

export const Proposals = ({ open, inForce, mayManage, take }: Props) => (
  <ul className="space-y-6">
    {open.map((one) => (
      <li key={one.id} className="space-y-3 border-line border-l-2 pl-3">
        <p className="text-sm">
          <InlineUntrusted text={one.agentName ?? one.agentId} max={120} /> by{" "}
          <InlineUntrusted text={one.pepName} max={120} />, <Time at={one.receivedAt} />
        </p>
        <DiffView before={inForce} after={one.text} label="What a learning run proposes" />
        <Sentences title="Observed" sentences={one.seen} />
        <Sentences title="Not observed" sentences={one.unseen} />
        {mayManage ? <Acts proposal={one} take={take} /> : null}
      </li>
    ))}
  </ul>
);

const Sentences = ({ title, sentences }: { title: string; sentences: readonly string[] }) =>
  sentences.length === 0 ? null : (
    <div className="text-xs">
      <p className="font-medium">{title}</p>
      <ul className="list-disc pl-4 text-muted">
        {sentences.map((sentence) => (
          <li key={sentence} className="break-all">
            <InlineUntrusted text={sentence} max={500} />
          </li>
        ))}
      </ul>
    </div>
  );

function Acts({ proposal, take }: { proposal: Proposal; take: (proposal: Proposal) => void }) {
  const queries = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => call(dismissProposalOp, { id: proposal.id }),
    onSuccess: () =>
      Promise.all([getProfileOp, listProfilesOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] }))),
  });
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => take(proposal)}>
          Edit and save it
        </Button>
        <Button size="sm" variant="quiet" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          Dismiss
        </Button>
      </div>
      <FormError problem={problemOf(dismiss.error)} />
    </>
  );
}
