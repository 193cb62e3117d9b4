"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleSlash, Clock, Undo2 } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Invite, listInvitesOp, revokeInviteOp } from "@/lib/identity/contract";
import { rolesText } from "./role-words";

const columns: Column<Invite>[] = [
  {
    id: "name",
    header: "Invited",
    wrap: true,
    cell: (invite) => (
      <span className="block py-0.5">
        <span className="font-medium">{invite.name}</span>
        <span className="block break-all font-normal text-muted text-xs">{invite.email}</span>
      </span>
    ),
  },
  { id: "roles", header: "Roles", wrap: true, cell: (invite) => rolesText(invite.roles) },
  { id: "state", header: "State", width: "8rem", cell: (invite) => <InviteState state={invite.state} /> },
  { id: "expires", header: "Ends", width: "9rem", align: "end", cell: (invite) => <Time at={invite.expiresAt} /> },
  {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "8rem",
    align: "end",
    cell: (invite) => (invite.state === "waiting" ? <Withdraw invite={invite} /> : null),
  },
];

/** Invitations that nobody has accepted. Accepted ones are people, and stand above. */
export function InvitesView() {
  const { data } = useSuspenseQuery(optionsFor(listInvitesOp, {}));
  const open = data.items.filter(({ state }) => state !== "accepted");
  if (open.length === 0) return null;
  return (
    <Section title="Invitations" description="Not accepted so far. A link is shown only when it is made.">
      <DataTable caption="Invitations" columns={columns} rows={open} rowKey={(invite) => invite.id} />
    </Section>
  );
}

function InviteState({ state }: Pick<Invite, "state">) {
  if (state === "waiting") return <Status tone="hold" icon={Clock} label="Waiting" />;
  if (state === "revoked") return <Status tone="neutral" icon={Undo2} label="Withdrawn" />;
  return <Status tone="neutral" icon={CircleSlash} label="Expired" />;
}

function Withdraw({ invite }: { invite: Invite }) {
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => call(revokeInviteOp, { id: invite.id }),
    onSuccess: () =>
      toast.success("Invitation withdrawn", { description: `The link to ${invite.email} no longer works.` }),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [listInvitesOp.id] }),
  });
  return (
    <Button
      size="sm"
      loading={withdraw.isPending}
      onClick={() => withdraw.mutate()}
      aria-label={`Withdraw the invitation of ${invite.name}`}
    >
      Withdraw
    </Button>
  );
}
