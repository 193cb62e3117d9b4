"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { deleteTeamOp, listTeamsOp, type Team } from "@/lib/identity/team-contract";

export function DeleteTeam({ team }: { team: Team }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => call(deleteTeamOp, { id: team.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listTeamsOp.id] });
      setOpen(false);
      toast.success(`${team.name} is deleted`);
    },
  });
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        remove.reset();
      }}
      trigger={
        <Button size="sm" variant="quiet" aria-label={`Delete the team ${team.name}`}>
          Delete
        </Button>
      }
      title={`Delete ${team.name}?`}
      stops={
        team.agents > 0
          ? `${team.agents === 1 ? "One agent names" : `${team.agents} agents name`} it as their own team; rules that ask it would find nobody. Its people stay.`
          : "Its people stay. A team that a rule names cannot be deleted."
      }
      reason="none"
      act="Delete the team"
      busy={remove.isPending}
      problem={problemOf(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
