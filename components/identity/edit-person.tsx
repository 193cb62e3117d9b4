"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { editPersonOp, listPeopleOp, type Person } from "@/lib/identity/contract";
import { endsSessions, sameRoles } from "@/lib/identity/rules";
import { PersonRole } from "@/lib/shared/permissions";
import { DialogError } from "./dialog-error";
import { RoleBoxes } from "./role-boxes";
import { rolesText } from "./role-words";
import { UnitBoxes } from "./unit-boxes";

type Draft = { name: string; roles: PersonRole[]; units: string[] };

/** Name and roles. A change of roles ends the person's sessions, one's own too. */
export function EditPerson({ person, self }: { person: Person; self: boolean }) {
  const id = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (draft: Draft) => call(editPersonOp, { id: person.id, ...draft }),
    onSuccess: async (edited) => {
      // With other roles one's own session has ended: only a new page can go on, through sign-in.
      if (self && endsSessions(person, edited)) return window.location.assign("/settings/people");
      await queries.invalidateQueries({ queryKey: [listPeopleOp.id] });
      setOpen(false);
      toast.success("Saved", { description: `${edited.name}: ${rolesText(edited.roles)}.` });
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        save.reset();
      }}
      trigger={
        <Button size="sm" aria-label={`Edit ${person.name}`}>
          Edit
        </Button>
      }
      title={`Edit ${person.name}`}
      description={person.email}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={id} variant="primary" loading={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <PersonForm id={id} person={person} self={self} error={save.error} onSubmit={(draft) => save.mutate(draft)} />
    </Dialog>
  );
}

type FormProps = { id: string; person: Person; self: boolean; error: Error | null; onSubmit: (draft: Draft) => void };

function PersonForm({ id, person, self, error, onSubmit }: FormProps) {
  const [draft, setDraft] = useState<Draft>({
    name: person.name,
    roles: PersonRole.options.filter((role) => person.roles.includes(role)),
    units: person.units,
  });
  const problem = problemOf(error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(draft);
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-5">
      <Field label="Name" error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          required
          maxLength={120}
        />
      </Field>
      <RoleBoxes value={draft.roles} onChange={(roles) => setDraft({ ...draft, roles })} error={errors.roles} />
      <UnitBoxes value={draft.units} onChange={(units) => setDraft({ ...draft, units })} />
      {sameRoles(draft.roles, person.roles) && sameRoles(draft.units, person.units) ? null : (
        <Callout tone="hold">
          {self
            ? "Your own sessions end when you save: you will sign in again with the new roles."
            : "Every session of this person ends when you save: they sign in again with the new roles."}
        </Callout>
      )}
      <DialogError problem={problemBesides(problem, ["name", "roles"])} />
    </form>
  );
}
