"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listPointsOp, type Point, revokePointOp } from "@/lib/enforcement/contract";
import { getPointOp } from "@/lib/enforcement/fleet-contract";
import { agentsWords } from "./point-words";

/** Cuts a point off, after saying what that stops. */
export function RevokePoint({ point }: { point: Point }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: (reason: string) => call(revokePointOp, { id: point.id, reason }),
    onSuccess: async () => {
      await Promise.all([listPointsOp.id, getPointOp.id].map((id) => queries.invalidateQueries({ queryKey: [id] })));
      setOpen(false);
      toast.success(`${point.name} is cut off`, { description: "Nothing that it sends is accepted any more." });
    },
  });
  return (
    <ConfirmDanger
      trigger={<Button variant="danger-outline">Revoke</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        revoke.reset();
      }}
      title={`Revoke ${point.name}?`}
      stops={
        <>
          The gateway refuses it from now on: it gets no bundles, cannot ask people, and its reports are not taken. When
          its lease ends it denies the calls of {agentsWords(point.agents).toLowerCase()}. This cannot be undone: to
          bring it back, connect it anew.
        </>
      }
      word={point.name}
      act="Revoke point"
      busy={revoke.isPending}
      problem={problemOf(revoke.error)}
      onConfirm={({ reason }) => revoke.mutate(reason)}
    />
  );
}
