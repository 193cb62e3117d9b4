"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { toast } from "sonner";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPasskeysOp, type Passkey, removePasskeyOp } from "@/lib/identity/passkey-contract";
import { AddPasskey } from "./add-passkey";

const live = { audit: [listPasskeysOp.id] };

const columns: Column<Passkey>[] = [
  { id: "name", header: "Passkey", wrap: true, cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    id: "kind",
    header: "Kept",
    width: "12rem",
    hideBelow: "md",
    cell: ({ backedUp }) => (backedUp ? "In step between devices" : "On one device"),
  },
  { id: "created", header: "Added", width: "9rem", align: "end", cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: "used",
    header: "Last used",
    width: "9rem",
    align: "end",
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : <span className="text-muted">never</span>),
  },
  {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "7rem",
    align: "end",
    cell: (passkey) => <Remove passkey={passkey} />,
  },
];

/** One's own passkeys: what approvals of the strict rules are signed with. */
export function PasskeysView() {
  const { data } = useSuspenseQuery(optionsFor(listPasskeysOp, {}));
  useLive(live);
  return (
    <>
      {data.items.length > 0 ? (
        <div className="mb-4 flex justify-end">
          <AddPasskey />
        </div>
      ) : null}
      <DataTable
        caption="Your passkeys"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No passkey yet" icon={<KeyRound aria-hidden="true" />} action={<AddPasskey />}>
            Some requests can only be approved with a passkey: your fingerprint, face, PIN or security key, asked for at
            that moment and for that request alone.
          </EmptyState>
        }
      />
    </>
  );
}

function Remove({ passkey }: { passkey: Passkey }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(removePasskeyOp, { id: passkey.id }),
    onSuccess: () => toast.success(`${passkey.name} is removed`, { description: "It approves nothing any more." }),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [listPasskeysOp.id] }),
  });
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-outline" aria-label={`Remove ${passkey.name}`}>
          Remove
        </Button>
      }
      title={`Remove ${passkey.name}?`}
      description="What it has signed stays valid. Requests that ask for a passkey then need another one of yours."
      act="Remove it"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
