"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleDot, CircleSlash, Clock, Undo2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type AccessState, listAccessesOp, type OutsideAccess, revokeAccessOp } from "@/lib/outside/contract";
import { accessWords, sharedWords } from "./access-words";

/** Who from outside sees what, until when, and the end of it. */
export function AccessesView({ mayManage }: { mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listAccessesOp, {}));
  const acts: Column<OutsideAccess> = {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "7rem",
    align: "end",
    cell: (access) => (access.state === "open" || access.state === "invited" ? <Revoke access={access} /> : null),
  };
  return (
    <Section
      title="Accesses"
      description="Each person has an account that is good for this and nothing else. Every read of theirs is in the audit log."
    >
      <DataTable
        caption="Accesses"
        rows={data.items}
        rowKey={({ id }) => id}
        columns={mayManage ? [...columns, acts] : columns}
        empty={
          <EmptyState title="Nobody from outside has access">
            An access shows chosen frameworks, packs and reports of a period to one named person, until an end.
          </EmptyState>
        }
      />
    </Section>
  );
}

const looks: Record<AccessState, { tone: "hold" | "allow" | "neutral"; icon: typeof Clock }> = {
  invited: { tone: "hold", icon: Clock },
  open: { tone: "allow", icon: CircleDot },
  ended: { tone: "neutral", icon: CircleSlash },
  revoked: { tone: "neutral", icon: Undo2 },
};

const columns: readonly Column<OutsideAccess>[] = [
  {
    id: "who",
    header: "For",
    wrap: true,
    cell: ({ name, email }) => (
      <span className="block py-0.5">
        <span className="font-medium">{name}</span>
        <span className="block break-all font-normal text-muted text-xs">{email}</span>
      </span>
    ),
  },
  {
    id: "what",
    header: "Sees",
    wrap: true,
    cell: (access) => (
      <details className="text-sm">
        <summary className="cursor-pointer">{sharedWords(access)}</summary>
        <ul className="mt-1 text-muted text-xs">
          {access.frameworks.map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
          {access.packs.map(({ id, title, from, to }) => (
            <li key={id}>
              Pack: {title}, {from} to {to}
            </li>
          ))}
          {access.reports.map(({ id, title }) => (
            <li key={id}>Report: {title}</li>
          ))}
        </ul>
      </details>
    ),
  },
  { id: "period", header: "Period", width: "12rem", hideBelow: "lg", cell: ({ from, to }) => `${from} to ${to}` },
  {
    id: "state",
    header: "State",
    width: "7rem",
    cell: ({ state }) => <Status {...looks[state]} label={accessWords[state]} />,
  },
  {
    id: "until",
    header: "Until",
    width: "12rem",
    wrap: true,
    cell: ({ until, revokedAt, revokedBy }) =>
      revokedAt ? (
        <>
          Revoked by {revokedBy} <Time at={revokedAt} />
        </>
      ) : (
        <Time at={until} absolute />
      ),
  },
  { id: "by", header: "Given by", width: "9rem", hideBelow: "lg", cell: ({ createdBy }) => createdBy },
];

function Revoke({ access }: { access: OutsideAccess }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: () => call(revokeAccessOp, { id: access.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listAccessesOp.id] });
      setOpen(false);
      toast.success("Access revoked", { description: `${access.name}'s next request is refused.` });
    },
  });
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" aria-label={`Revoke the access of ${access.name}`}>
          Revoke
        </Button>
      }
      title={`Revoke the access of ${access.name}?`}
      stops={`Their next request is refused, and says that you revoked it. What they downloaded stays with them. It cannot be taken back; give a new access instead.`}
      reason="none"
      act="Revoke access"
      busy={revoke.isPending}
      problem={problemOf(revoke.error)}
      onConfirm={() => revoke.mutate()}
    />
  );
}
