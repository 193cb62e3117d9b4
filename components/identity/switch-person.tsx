"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { tellProblem } from "@/components/changes/tell-problem";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { plural } from "@/components/ui/format-number";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { editPersonOp, listPeopleOp, type Person } from "@/lib/identity/contract";

/** Disables a person after saying what that ends, or enables them again. */
export function SwitchPerson({ person }: { person: Person }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const change = useMutation({
    mutationFn: (status: Person["status"]) => call(editPersonOp, { id: person.id, status }),
    onSuccess: async ({ name, status }) => {
      await queries.invalidateQueries({ queryKey: [listPeopleOp.id] });
      setOpen(false);
      if (status === "disabled")
        toast.success(`${name} is disabled`, { description: "All their sessions have ended." });
      else toast.success(`${name} is enabled`, { description: "They can sign in again with their password." });
    },
    onError: (error) => {
      if (person.status === "disabled") tellProblem(error);
    },
  });
  if (person.status === "disabled") {
    return (
      <Button
        size="sm"
        loading={change.isPending}
        onClick={() => change.mutate("active")}
        aria-label={`Enable ${person.name}`}
      >
        Enable
      </Button>
    );
  }
  return (
    <ConfirmDanger
      trigger={
        <Button size="sm" variant="danger-outline" aria-label={`Disable ${person.name}`}>
          Disable
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        change.reset();
      }}
      title={`Disable ${person.name}?`}
      stops={<WhatStops person={person} />}
      reason="none"
      act="Disable person"
      busy={change.isPending}
      problem={problemOf(change.error)}
      onConfirm={() => change.mutate("disabled")}
    />
  );
}

function WhatStops({ person }: { person: Person }) {
  return (
    <>
      Their sessions end at once and they cannot sign in.{" "}
      {person.ownsAgents > 0
        ? `They own ${plural(person.ownsAgents, "agent")}, which keep running: give them another owner. `
        : "They own no agents. "}
      API keys stay as they are. You can enable them again.
    </>
  );
}
