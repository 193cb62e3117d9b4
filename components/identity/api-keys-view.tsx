"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleDot, CircleSlash, Clock, KeyRound } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type ApiKey, listApiKeysOp, revokeApiKeyOp } from "@/lib/identity/contract";
import { roleWords } from "./role-words";

const live = { audit: [listApiKeysOp.id] };

const columns: Column<ApiKey>[] = [
  { id: "name", header: "Key", wrap: true, cell: (key) => <span className="font-medium">{key.name}</span> },
  {
    id: "prefix",
    header: "Begins with",
    width: "9rem",
    cell: (key) => <code className="font-mono text-xs">{key.prefix}…</code>,
  },
  { id: "role", header: "Role", width: "7.5rem", cell: (key) => roleWords[key.role].label },
  { id: "state", header: "State", width: "7rem", cell: (key) => <KeyState apiKey={key} /> },
  {
    id: "ends",
    header: "Expires",
    width: "8rem",
    align: "end",
    cell: (key) => <Moment at={key.expiresAt} none="Never" />,
  },
  {
    id: "used",
    header: "Last used",
    width: "8rem",
    align: "end",
    hideBelow: "lg",
    cell: (key) => <Moment at={key.lastUsedAt} none="Not yet" />,
  },
  {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "6.5rem",
    align: "end",
    cell: (key) => (key.revokedAt ? null : <RevokeApiKey apiKey={key} />),
  },
];

export function ApiKeysView() {
  const { data } = useSuspenseQuery(optionsFor(listApiKeysOp, {}));
  useLive(live);
  return (
    <DataTable
      caption="API keys"
      columns={columns}
      rows={data.items}
      rowKey={(key) => key.id}
      empty={
        <EmptyState title="No API keys" icon={<KeyRound aria-hidden="true" />}>
          Programs call the management API with a key:{" "}
          <code className="font-mono">Authorization: Bearer gh_live_…</code>
        </EmptyState>
      }
    />
  );
}

function Moment({ at, none }: { at: string | null; none: string }) {
  return at ? <Time at={at} /> : <span className="text-muted">{none}</span>;
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  if (apiKey.revokedAt) return <Status tone="neutral" icon={CircleSlash} label="Revoked" />;
  if (apiKey.expiresAt && now !== null && now >= Date.parse(apiKey.expiresAt)) {
    return <Status tone="neutral" icon={Clock} label="Expired" />;
  }
  return <Status tone="allow" icon={CircleDot} label="In force" />;
}

function RevokeApiKey({ apiKey }: { apiKey: ApiKey }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: () => call(revokeApiKeyOp, { id: apiKey.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listApiKeysOp.id] });
      setOpen(false);
      toast.success(`${apiKey.name} is revoked`, { description: "Its next request is refused." });
    },
  });
  return (
    <ConfirmDanger
      trigger={
        <Button size="sm" variant="danger-outline" aria-label={`Revoke ${apiKey.name}`}>
          Revoke
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        revoke.reset();
      }}
      title={`Revoke ${apiKey.name}?`}
      stops="Whatever program uses this key is refused from its next request on. This cannot be undone: make a new key instead."
      reason="none"
      act="Revoke key"
      busy={revoke.isPending}
      problem={problemOf(revoke.error)}
      onConfirm={() => revoke.mutate()}
    />
  );
}
