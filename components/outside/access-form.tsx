"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { z } from "zod";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listFrameworksOp } from "@/lib/compliance/contract";
import { listPacksOp } from "@/lib/compliance/pack-contract";
import type { giveAccessOp } from "@/lib/outside/contract";
import { listReportsOp } from "@/lib/reports/contract";

type Given = z.input<typeof giveAccessOp.input>;
type Draft = Omit<Given, "until" | "packIds" | "reportIds"> & { last: string; packIds: string[]; reportIds: string[] };

const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

type FormProps = { id: string; today: string; error: Error | null; onSubmit: (input: Given) => void };

export function AccessForm({ id, today, error, onSubmit }: FormProps) {
  const [draft, setDraft] = useState<Draft>({
    ...{ email: "", name: "", frameworks: [], packIds: [], reportIds: [] },
    ...{ from: dayAfter(today, -90), to: today, last: dayAfter(today, 14) },
  });
  const set = (more: Partial<Draft>) => setDraft({ ...draft, ...more });
  const problem = problemOf(error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { last, ...input } = draft;
    onSubmit({ ...input, until: `${dayAfter(last, 1)}T00:00:00.000Z` });
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        <Input
          required
          maxLength={120}
          autoComplete="off"
          value={draft.name}
          onChange={(e) => set({ name: e.target.value })}
        />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          value={draft.email}
          onChange={(e) => set({ email: e.target.value })}
        />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Day
          label="Period from"
          value={draft.from}
          max={draft.to}
          error={errors.from}
          onChange={(from) => set({ from })}
        />
        <Day label="Period to" value={draft.to} min={draft.from} error={errors.to} onChange={(to) => set({ to })} />
        <Day
          label="Access until"
          hint="To the end of this day, UTC."
          value={draft.last}
          min={today}
          error={errors.until}
          onChange={(last) => set({ last })}
        />
      </div>
      <Choices draft={draft} onChange={set} error={errors.frameworks} />
      <FormError problem={problemBesides(problem, ["name", "email", "from", "to", "until", "frameworks"])} />
    </form>
  );
}

type DayProps = {
  label: string;
  value: string;
  onChange: (day: string) => void;
  hint?: string;
  min?: string;
  max?: string;
  error: string | undefined;
};

const Day = ({ label, hint, error, onChange, ...input }: DayProps) => (
  <Field label={label} hint={hint} error={error} className="w-40">
    <Input type="date" required {...input} onChange={(event) => onChange(event.target.value)} />
  </Field>
);

type ChoicesProps = { draft: Draft; onChange: (more: Partial<Draft>) => void; error: string | undefined };

/** Only packs that the server would take: finished, and of the chosen frameworks and period. */
function Choices({ draft, onChange, error }: ChoicesProps) {
  const frameworks = useQuery(optionsFor(listFrameworksOp, {}));
  const packs = useQuery(optionsFor(listPacksOp, { limit: 200 }));
  const reports = useQuery(optionsFor(listReportsOp, { limit: 200 }));
  const fitting = (packs.data?.items ?? []).filter(
    ({ status, framework, from, to }) =>
      status === "done" && draft.frameworks.includes(framework.id) && from >= draft.from && to <= draft.to,
  );
  return (
    <>
      <Boxes
        legend="Frameworks"
        chosen={draft.frameworks}
        error={error}
        options={(frameworks.data?.items ?? []).map(({ id, title }) => ({ id, label: title }))}
        onChange={(next) => onChange({ frameworks: next, packIds: [] })}
      />
      <Boxes
        legend="Packs"
        chosen={draft.packIds}
        none="No finished pack is of these frameworks and this period."
        options={fitting.map(({ id, framework, from, to }) => ({ id, label: `${framework.title}, ${from} to ${to}` }))}
        onChange={(packIds) => onChange({ packIds })}
      />
      <Boxes
        legend="Reports"
        chosen={draft.reportIds}
        none="No report was written yet."
        options={(reports.data?.items ?? []).map(({ id, title, asOf }) => ({
          id,
          label: `${title}, ${asOf.slice(0, 10)}`,
        }))}
        onChange={(reportIds) => onChange({ reportIds })}
      />
      <FormError problem={problemOf(frameworks.error) ?? problemOf(packs.error) ?? problemOf(reports.error)} />
    </>
  );
}

type BoxesProps = {
  legend: string;
  options: readonly { id: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  none?: string;
  error?: string | undefined;
};

const Boxes = ({ legend, options, chosen, onChange, none, error }: BoxesProps) => (
  <fieldset className="flex flex-col gap-2">
    <legend className="mb-2 font-medium text-sm">{legend}</legend>
    {options.map(({ id, label }) => (
      <Checkbox
        key={id}
        label={label}
        checked={chosen.includes(id)}
        onCheckedChange={(on) => onChange(on === true ? [...chosen, id] : chosen.filter((one) => one !== id))}
      />
    ))}
    {options.length === 0 && none ? <p className="text-muted text-sm">{none}</p> : null}
    {error ? <p className="text-deny text-xs">{error}</p> : null}
  </fieldset>
);
