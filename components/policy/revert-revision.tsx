"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listBundlesOp, listPoliciesOp, revertBundleOp } from "@/lib/policy/contract";

/** Puts the policies of an earlier revision in force again. `published` is the publication in force that the page shows. */
export function RevertRevision({ revision, published }: { revision: number; published: number }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const revert = useMutation({
    mutationFn: (reason: string) => call(revertBundleOp, { revision, published, reason }),
    onSuccess: ({ done, request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      toast.success(`Revision ${done?.revision} has the policies of revision ${revision}`, {
        description: "Newer texts stay as drafts.",
      });
    },
    onSettled: async () => {
      setOpen(false);
      await Promise.all([listBundlesOp, listPoliciesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
    },
  });
  return (
    <div>
      <AlertDialog
        trigger={<Button size="sm">Put these policies in force again</Button>}
        open={open}
        onOpenChange={setOpen}
        title={`Go back to revision ${revision}?`}
        description="Signs a new revision with its policies and the inventory of now, and sends it to every point. Newer texts stay as drafts."
        act="Go back"
        busy={revert.isPending}
        onConfirm={() => revert.mutate("")}
      />
      <div className="mt-2 max-w-[40rem]">
        <AskSecond problem={problemOf(revert.error)} busy={revert.isPending} onAsk={revert.mutate} />
      </div>
    </div>
  );
}
