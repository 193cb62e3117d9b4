"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listFrameworksOp, removeFrameworkOp } from "@/lib/compliance/contract";

/** Takes away a framework that the organisation brought. */
export function RemoveFramework({ id, title }: { id: string; title: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(removeFrameworkOp, { framework: id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listFrameworksOp.id] });
      router.push("/compliance");
    },
  });
  return (
    <ConfirmDanger
      trigger={<Button>Remove…</Button>}
      title={`Remove ${title}?`}
      stops="Its controls and who answers for them are gone from here. Packs that were built with it stay, and it can be imported again."
      reason="none"
      act="Remove the framework"
      busy={remove.isPending || remove.isSuccess}
      problem={problemOf(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
