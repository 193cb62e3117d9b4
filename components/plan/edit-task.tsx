"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { editTaskOp, listTasksOp, type WholeTask } from "@/lib/plan/task-contract";
import { FormFoot } from "./form-foot";
import { peopleOptions } from "./people-options";
import { usePlanAct } from "./use-plan";

const FORM = "edit-task";
const draftOf = ({ owner, dueOn, dependsOn }: WholeTask) => ({
  ownerId: owner?.id ?? "",
  dueOn,
  dependsOn: dependsOn.map(({ id }) => id),
});

/** Who does it, by when, and after what. */
export function EditTask({ task }: { task: WholeTask }) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(task));
  const set = (change: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...change }));
  const act = usePlanAct(editTaskOp, () => setOpen(false));
  const problem = problemOf(act.error);
  const errors = fieldErrors(problem);
  const save = () =>
    act.mutate({ ...draft, id: task.id, version: task.version, ownerId: draft.ownerId === "" ? null : draft.ownerId });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(draftOf(task));
        act.reset();
        setOpen(next);
      }}
      trigger={<Button variant="primary">Assign and date…</Button>}
      title="Assign and date"
      footer={<FormFoot form={FORM} label="Keep the change" loading={act.isPending} />}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isPending) save();
        }}
      >
        <Assignment task={task} draft={draft} set={set} errors={errors} />
        <Dependencies
          task={task}
          chosen={draft.dependsOn}
          error={errors.dependsOn}
          choose={(dependsOn) => set({ dependsOn })}
        />
        <FormError problem={problemBesides(problem, ["ownerId", "dueOn", "dependsOn"])} />
      </form>
    </Dialog>
  );
}

type Draft = ReturnType<typeof draftOf>;
type AssignmentProps = {
  task: WholeTask;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  errors: Record<string, string>;
};

function Assignment({ task, draft, set, errors }: AssignmentProps) {
  const { data: people } = useQuery(optionsFor(listPeopleOp, {}));
  const offered = peopleOptions(people?.items ?? []);
  const gone = task.owner && !offered.some(({ value }) => value === task.owner?.id) ? [task.owner] : [];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Owner" error={errors.ownerId}>
        <Select
          value={draft.ownerId}
          placeholder="Nobody"
          options={[...offered, ...gone.map(({ id, name }) => ({ value: id, label: `${name} (no longer here)` }))]}
          onChange={(event) => set({ ownerId: event.target.value })}
        />
      </Field>
      <Field label="Due" required error={errors.dueOn} hint="A working day of the plan.">
        <Input type="date" value={draft.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
      </Field>
    </div>
  );
}

type DependenciesProps = { task: WholeTask; chosen: string[]; error?: string; choose: (ids: string[]) => void };

function Dependencies({ task, chosen, error, choose }: DependenciesProps) {
  const { data } = useQuery(optionsFor(listTasksOp, {}));
  const others = (data?.items ?? []).filter(({ id }) => id !== task.id);
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">Waits for</legend>
      <div className="max-h-56 space-y-1.5 overflow-y-auto border border-line p-2">
        {others.map(({ id, sprint, title }) => (
          <Checkbox
            key={id}
            label={`${sprint}: ${title}`}
            checked={chosen.includes(id)}
            onCheckedChange={(on) => choose(on === true ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
      {error ? <p className="mt-1 text-deny text-xs">{error}</p> : null}
    </fieldset>
  );
}
