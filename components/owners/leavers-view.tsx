"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { UserRoundCheck } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Leaver, listLeaversOp } from "@/lib/owners/contract";
import { GraceForm } from "./grace-form";
import { leaverHref } from "./leaver-words";

const live = { audit: [listLeaversOp.id] };

const columns: readonly Column<Leaver>[] = [
  { id: "person", header: "Who left", cell: ({ person }) => <InlineUntrusted text={person.name} max={80} /> },
  { id: "email", header: "Address", hideBelow: "md", cell: ({ person }) => <InlineUntrusted text={person.email} /> },
  { id: "owns", header: "Owns", width: "7rem", align: "end", cell: ({ owns }) => plural(owns, "agent") },
  { id: "backsUp", header: "Backs up", width: "7rem", align: "end", cell: ({ backsUp }) => plural(backsUp, "agent") },
  {
    id: "due",
    header: "First is suspended",
    width: "10rem",
    align: "end",
    cell: ({ dueAt }) => (dueAt ? <Time at={dueAt} /> : <span className="text-muted">no date</span>),
  },
];

export function LeaversView({ mayManage }: { mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listLeaversOp, {}));
  useLive(live);
  return (
    <div className="space-y-6">
      <GraceForm key={data.graceDays} graceDays={data.graceDays} mayManage={mayManage} />
      <DataTable
        caption="People who left and still answer for agents"
        columns={columns}
        rows={data.items}
        rowKey={({ person }) => person.id}
        rowHref={({ person }) => leaverHref(person.id)}
        empty={
          <EmptyState title="Nobody who left answers for an agent" icon={<UserRoundCheck aria-hidden="true" />}>
            When an owner is disabled or removed by the directory, their agents stand here with the day on which they
            are suspended, until somebody else owns them.
          </EmptyState>
        }
      />
    </div>
  );
}
