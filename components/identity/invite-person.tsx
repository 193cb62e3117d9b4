"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { WaitsNote } from "@/components/changes/waits-note";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { invitePersonOp, listInvitesOp } from "@/lib/identity/contract";
import type { WaitingChange } from "@/lib/shared/errors";
import type { PersonRole } from "@/lib/shared/permissions";
import { DialogError } from "./dialog-error";
import { RoleBoxes } from "./role-boxes";
import { UnitBoxes } from "./unit-boxes";

type Draft = { name: string; email: string; roles: PersonRole[]; units: string[] };

/** Invites a person; the link is shown once, here, and is not kept. */
export function InvitePerson() {
  const id = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const invite = useMutation({
    mutationFn: (draft: Draft) => call(invitePersonOp, draft),
    onSuccess: () => queries.invalidateQueries({ queryKey: [listInvitesOp.id] }),
  });
  const made = invite.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        invite.reset();
      }}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden="true" />
          Invite person
        </Button>
      }
      title={made ? `Send this link to ${made.name}` : "Invite a person"}
      description={made ? made.email : "You get a link to send. Gatehouse sends no mail by itself."}
      footer={
        <>
          <DialogClose>
            <Button>{made ? "Done" : "Cancel"}</Button>
          </DialogClose>
          {made ? null : (
            <Button type="submit" form={id} variant="primary" loading={invite.isPending}>
              Make the link
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <InviteLink link={made.link} expiresAt={made.expiresAt} waits={made.waits} />
      ) : (
        <InviteForm id={id} error={invite.error} onSubmit={(draft) => invite.mutate(draft)} />
      )}
    </Dialog>
  );
}

type Shown = { link: string; expiresAt: string; waits: WaitingChange | null };

function InviteLink({ link, expiresAt, waits }: Shown) {
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock label="Works once" code={link} wrap />
      {waits ? <WaitsNote change={waits} what="The link" /> : null}
      <Callout tone="hold" title="Shown only now">
        Whoever holds the link comes in with these roles, so send it on a way that only this person reads. It ends{" "}
        <Time at={expiresAt} absolute />. If it gets lost, invite again: the old link then stops working.
      </Callout>
    </div>
  );
}

type FormProps = { id: string; error: Error | null; onSubmit: (draft: Draft) => void };

function InviteForm({ id, error, onSubmit }: FormProps) {
  const [draft, setDraft] = useState<Draft>({ name: "", email: "", roles: [], units: [] });
  const problem = problemOf(error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(draft);
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          required
          maxLength={120}
          autoComplete="off"
        />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input
          type="email"
          value={draft.email}
          onChange={(event) => setDraft({ ...draft, email: event.target.value })}
          required
          maxLength={254}
          autoComplete="off"
        />
      </Field>
      <RoleBoxes
        value={draft.roles}
        onChange={(roles) => setDraft({ ...draft, roles })}
        error={errors.roles && "Choose at least one role."}
      />
      <UnitBoxes value={draft.units} onChange={(units) => setDraft({ ...draft, units })} />
      <DialogError problem={problemBesides(problem, ["name", "email", "roles"])} />
    </form>
  );
}
