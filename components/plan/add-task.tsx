"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import type { Person } from "@/lib/identity/contract";
import type { Plan } from "@/lib/plan/contract";
import { workingDay } from "@/lib/plan/rules";
import { addTaskOp } from "@/lib/plan/task-contract";
import { FormFoot } from "./form-foot";
import { peopleOptions } from "./people-options";
import { usePlanAct } from "./use-plan";

const FORM = "add-task";
const fields = ["title", "detail", "dueOn", "ownerId", "sprint"];
const sprintOf = ({ sprints, today }: Plan): number =>
  sprints.find(({ until }) => until >= today)?.number ?? sprints.length;
const draftOf = (plan: Plan) => ({
  sprint: sprintOf(plan),
  title: "",
  detail: "",
  dueOn: workingDay(plan.today, plan.workingDays),
  ownerId: "",
});

/** A task of one's own, beside those of the built-in plan. */
export function AddTask({ plan, people }: { plan: Plan; people: readonly Person[] }) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(plan));
  const set = (change: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...change }));
  const act = usePlanAct(addTaskOp, () => setOpen(false));
  const problem = problemOf(act.error);
  const errors = fieldErrors(problem);
  const ready = draft.title.trim() !== "" && draft.dueOn !== "";
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(draftOf(plan));
        act.reset();
        setOpen(next);
      }}
      trigger={<Button size="sm">Add a task…</Button>}
      title="Add a task"
      footer={<FormFoot form={FORM} label="Add the task" disabled={!ready} loading={act.isPending} />}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !act.isPending) act.mutate({ ...draft, ownerId: draft.ownerId === "" ? null : draft.ownerId });
        }}
      >
        <Field label="Title" required error={errors.title}>
          <Input value={draft.title} maxLength={160} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="What is to be done" error={errors.detail}>
          <Textarea value={draft.detail} maxLength={1000} onChange={(event) => set({ detail: event.target.value })} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Sprint" error={errors.sprint}>
            <Select
              value={String(draft.sprint)}
              options={plan.sprints.map(({ number, title }) => ({
                value: String(number),
                label: `${number} ${title}`,
              }))}
              onChange={(event) => set({ sprint: Number(event.target.value) })}
            />
          </Field>
          <Field label="Due" required error={errors.dueOn}>
            <Input
              type="date"
              min={plan.today}
              value={draft.dueOn}
              onChange={(event) => set({ dueOn: event.target.value })}
            />
          </Field>
        </div>
        <Field label="Owner" error={errors.ownerId}>
          <Select
            value={draft.ownerId}
            placeholder="Nobody yet"
            options={peopleOptions(people)}
            onChange={(event) => set({ ownerId: event.target.value })}
          />
        </Field>
        <FormError problem={problemBesides(problem, fields)} />
      </form>
    </Dialog>
  );
}
