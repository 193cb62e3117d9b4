"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { createTeamOp, editTeamOp, listTeamsOp, type Team } from "@/lib/identity/team-contract";
import { DialogError } from "./dialog-error";

type Draft = { name: string; memberIds: string[] };

/** Makes a team, or changes one: its name and who belongs to it. */
export function EditTeam({ team }: { team: Team | null }) {
  const id = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (draft: Draft) => (team ? call(editTeamOp, { id: team.id, ...draft }) : call(createTeamOp, draft)),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: [listTeamsOp.id] });
      setOpen(false);
      toast.success("Saved", { description: `${saved.name}: ${saved.members.length} members.` });
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
        team ? (
          <Button size="sm" aria-label={`Edit the team ${team.name}`}>
            Edit
          </Button>
        ) : (
          <Button size="sm">
            <Plus aria-hidden="true" />
            New team
          </Button>
        )
      }
      title={team ? `Edit ${team.name}` : "New team"}
      description="Who belongs to it counts from the next decision on, also for requests that wait already."
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
      <TeamForm id={id} team={team} error={save.error} onSubmit={(draft) => save.mutate(draft)} />
    </Dialog>
  );
}

type FormProps = { id: string; team: Team | null; error: Error | null; onSubmit: (draft: Draft) => void };

function TeamForm({ id, team, error, onSubmit }: FormProps) {
  const { data } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [draft, setDraft] = useState<Draft>(() => ({
    name: team?.name ?? "",
    memberIds: team?.members.map((member) => member.id) ?? [],
  }));
  const problem = problemOf(error);
  const errors = fieldErrors(problem);
  const toggle = (person: string, on: boolean) =>
    setDraft((now) => ({
      ...now,
      memberIds: on ? [...now.memberIds, person] : now.memberIds.filter((each) => each !== person),
    }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(draft);
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-5">
      <Field
        label="Name"
        error={errors.name}
        hint="As agents name it in their entry: capitals and spaces do not matter."
      >
        <Input
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          required
          maxLength={100}
          autoComplete="off"
        />
      </Field>
      <fieldset className="max-h-72 overflow-y-auto border-line border-y py-2">
        <legend className="sr-only">Members</legend>
        <div className="flex flex-col gap-2 p-1">
          {data.items
            .filter((person) => person.status === "active" || draft.memberIds.includes(person.id))
            .map((person) => (
              <Checkbox
                key={person.id}
                label={person.name}
                hint={person.status === "active" ? person.email : "Disabled: cannot decide"}
                checked={draft.memberIds.includes(person.id)}
                onCheckedChange={(on) => toggle(person.id, on === true)}
              />
            ))}
        </div>
      </fieldset>
      <DialogError problem={problemBesides(problem, ["name"])} />
    </form>
  );
}
