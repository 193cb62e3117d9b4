"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { editPolicyOp, getPolicyOp, listPoliciesOp, type Policy } from "@/lib/policy/contract";
import { effectOfChange } from "./policy-standing";

/** Disabling takes a policy out of the next publication; what that lets agents do is said before. */
export function PolicyStatusAct({ policy }: { policy: Policy }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: (status: "active" | "disabled") =>
      call(editPolicyOp, { id: policy.id, version: policy.current.version, status }),
    onSuccess: (saved) => {
      setOpen(false);
      toast.success(`${saved.title} is ${saved.status === "active" ? "enabled" : "disabled"}`, {
        description: "The points follow at the next publication.",
      });
    },
    onError: (error) => {
      if (policy.status !== "active") toast.error(problemOf(error)?.detail);
    },
    onSettled: () =>
      Promise.all([getPolicyOp, listPoliciesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] }))),
  });
  if (policy.status !== "active") {
    return (
      <Button loading={change.isPending} onClick={() => change.mutate("active")}>
        Enable
      </Button>
    );
  }
  return (
    <ConfirmDanger
      trigger={<Button variant="danger-outline">Disable</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        change.reset();
      }}
      title={`Disable ${policy.title}?`}
      stops={
        <>
          Once published: {effectOfChange(policy, { kind: "removed", from: policy.current.version, to: null })} Its
          versions stay, and it can be enabled again.
        </>
      }
      reason="none"
      act="Disable policy"
      busy={change.isPending}
      problem={problemOf(change.error)}
      onConfirm={() => change.mutate("disabled")}
    />
  );
}
