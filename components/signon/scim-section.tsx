"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleDot, CircleSlash } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { WaitsNote } from "@/components/changes/waits-note";
import { DialogError } from "@/components/identity/dialog-error";
import { rolesText, roleWords } from "@/components/identity/role-words";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { DataTable } from "@/components/ui/data-table";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  createScimConnectionOp,
  type DirectoryGroup,
  listScimConnectionsOp,
  revokeScimConnectionOp,
  type ScimConnection,
  StartRole,
} from "@/lib/scim/connection-contract";

/** Directories that make and end accounts: where they connect, and which may. */
export function ScimSection() {
  const { data } = useSuspenseQuery(optionsFor(listScimConnectionsOp, {}));
  return (
    <Section
      title="Directories (SCIM)"
      description="A directory makes people's accounts and ends them, and says who is in its groups: whoever leaves there is refused here at the next request."
      actions={<ConnectDirectory />}
    >
      <div className="flex flex-col gap-3">
        <CodeBlock label="SCIM base URL" code={data.baseUrl} wrap />
        <ul aria-label="Directories" className="flex flex-col divide-y divide-line">
          {data.items.map((connection) => (
            <Connection key={connection.id} connection={connection} />
          ))}
        </ul>
        <Groups groups={data.groups} />
      </div>
    </Section>
  );
}

const Groups = ({ groups }: { groups: readonly DirectoryGroup[] }) =>
  groups.length === 0 ? null : (
    <DataTable
      caption="Groups of directories"
      rows={groups}
      rowKey={({ id }) => id}
      columns={[
        { id: "name", header: "Group", wrap: true, cell: ({ name }) => <InlineUntrusted text={name} max={120} /> },
        { id: "members", header: "Members", width: "6rem", align: "end", cell: ({ members }) => members },
        {
          id: "roles",
          header: "Gives",
          wrap: true,
          cell: ({ roles }) => (roles.length > 0 ? rolesText(roles) : <span className="text-muted">no role</span>),
        },
      ]}
    />
  );

function Connection({ connection: { id, name, prefix, role, lastUsedAt, revokedAt } }: { connection: ScimConnection }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(revokeScimConnectionOp, { id }),
    onSuccess: () => toast.success(`${name} is disconnected`),
    onError: (error) => toast.error(problemOf(error)?.detail),
    onSettled: () => queries.invalidateQueries({ queryKey: [listScimConnectionsOp.id] }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
      <span className="font-medium">{name}</span>
      <code className="font-mono text-xs">{prefix}…</code>
      <span className="text-muted">{role ? `joiners are ${roleWords[role].label}` : "joiners have no role"}</span>
      <span className="text-muted">{lastUsedAt ? <Time at={lastUsedAt} /> : "not used yet"}</span>
      {revokedAt ? (
        <Status tone="neutral" icon={CircleSlash} label="Disconnected" />
      ) : (
        <>
          <Status tone="allow" icon={CircleDot} label="In force" />
          <AlertDialog
            trigger={
              <Button size="sm" variant="danger-outline" aria-label={`Disconnect ${name}`}>
                Disconnect
              </Button>
            }
            title={`Disconnect ${name}?`}
            description="Its next request is refused. The people whom it made stay as they are."
            act="Disconnect it"
            busy={revoke.isPending}
            onConfirm={() => revoke.mutate()}
          />
        </>
      )}
    </li>
  );
}

const roles = [
  { value: "", label: "None: only what their groups give" },
  ...StartRole.options.map((value) => ({ value, label: roleWords[value].label })),
];

function ConnectDirectory() {
  const id = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState({ name: "", role: "" });
  const create = useMutation({
    mutationFn: () =>
      call(createScimConnectionOp, { name: draft.name, role: StartRole.safeParse(draft.role).data ?? null }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [listScimConnectionsOp.id] }),
  });
  const made = create.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={<Button size="sm">Connect a directory</Button>}
      title={made ? `The token of ${made.name}` : "Connect a directory"}
      footer={
        <>
          <DialogClose>
            <Button>{made ? "Done" : "Cancel"}</Button>
          </DialogClose>
          {made ? null : (
            <Button type="submit" form={id} variant="primary" loading={create.isPending}>
              Connect
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <CodeBlock label="Token" code={made.token} wrap />
          {made.waits ? <WaitsNote change={made.waits} what="The token" /> : null}
          <Callout tone="hold" title="Shown only now">
            Give it to the directory. It is good for SCIM and nothing else.
          </Callout>
        </div>
      ) : (
        <form id={id} onSubmit={submit} className="flex flex-col gap-4">
          <Field label="Directory">
            <Input
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              required
              maxLength={60}
              autoComplete="off"
            />
          </Field>
          <Field label="Role of joiners">
            <Select
              options={roles}
              value={draft.role}
              onChange={(event) => setDraft({ ...draft, role: event.target.value })}
            />
          </Field>
          <DialogError problem={problemOf(create.error)} />
        </form>
      )}
    </Dialog>
  );
}
