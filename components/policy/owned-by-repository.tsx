"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { InlineUntrusted } from "@/components/ui/revealed";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { takeOverPolicyOp } from "@/lib/policy/code-contract";
import { getPolicyOp, listPoliciesOp, type Policy } from "@/lib/policy/contract";

type Props = { policy: Policy; source: NonNullable<Policy["source"]>; mayEdit: boolean };

/** Where a policy comes from, and the act that makes it the console's. */
export function OwnedByRepository({ policy, source, mayEdit }: Props) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const takeOver = useMutation({
    mutationFn: (reason: string) => call(takeOverPolicyOp, { id: policy.id, reason }),
    onSuccess: () => {
      setOpen(false);
      toast.success(`${policy.title} is edited here from now on`);
    },
    onSettled: () =>
      Promise.all([getPolicyOp, listPoliciesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] }))),
  });
  return (
    <Callout
      className="mb-4"
      title="A repository owns this policy"
      action={
        mayEdit ? (
          <ReasonDialog
            open={open}
            onOpenChange={setOpen}
            trigger={<Button size="sm">Take over</Button>}
            title={`Take ${policy.title} over?`}
            description="The console edits it from now on. The repository’s next push is refused until it adopts the policy again."
            hint="Kept in the audit log."
            act="Take over"
            busy={takeOver.isPending}
            problem={problemOf(takeOver.error)}
            onGive={(reason) => takeOver.mutate(reason)}
          />
        ) : null
      }
    >
      <InlineUntrusted text={source.repository} className="font-mono text-xs" />, commit{" "}
      <code className="font-mono text-xs">{source.commit.slice(0, 12)}</code>,{" "}
      <InlineUntrusted text={source.path} className="font-mono text-xs" />. Change it there and push.
    </Callout>
  );
}
