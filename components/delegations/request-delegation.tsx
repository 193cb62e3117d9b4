"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import type { z } from "zod";
import { dataClassWords, operationClassWords } from "@/components/inventory/words";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listDelegationsOp, requestDelegationOp } from "@/lib/delegations/contract";
import { type Agent, DataClass, listAgentsOp } from "@/lib/inventory/contract";
import { OperationClass } from "@/sdk/wire/words";

type Draft = {
  direction: "from" | "to";
  otherId: string;
  operationClasses: z.output<typeof OperationClass>[];
  dataClasses: z.output<typeof DataClass>[];
  /** A day, as the browser's date field gives it. */
  until: string;
  reason: string;
};

const MOST_AGENTS = 200;
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const emptyDraft = ({ dataClasses }: Agent): Draft => ({
  direction: "from",
  otherId: "",
  operationClasses: ["read"],
  dataClasses: [...dataClasses],
  until: day(90),
  reason: "",
});

/** Asks the owners of both agents to sign an edge off. */
export function RequestDelegation({ agent }: { agent: Agent }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => emptyDraft(agent));
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const request = useMutation({
    mutationFn: () => {
      const { direction, otherId, until, ...rest } = draft;
      const ids = direction === "from" ? { fromId: agent.id, toId: otherId } : { fromId: otherId, toId: agent.id };
      return call(requestDelegationOp, { ...rest, ...ids, until: new Date(`${until}T23:59:59.000Z`).toISOString() });
    },
    onSuccess: () => {
      setOpen(false);
      toast.success("Asked for", { description: "It waits for a signature of an owner of each agent." });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [listDelegationsOp.id] }),
  });
  const ready =
    draft.otherId !== "" && draft.operationClasses.length > 0 && draft.reason.trim() !== "" && draft.until !== "";
  return (
    <FormDialog
      size="lg"
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(emptyDraft(agent));
        request.reset();
        setOpen(next);
      }}
      trigger={<Button size="sm">Request a delegation…</Button>}
      title="Request a delegation"
      description="Two different people sign it: an owner of each agent. Neither agent gets more through it than both hold."
      act="Ask for signatures"
      busy={request.isPending}
      ready={ready}
      onSubmit={() => request.mutate()}
    >
      {request.error ? <FormError problem={problemOf(request.error)} /> : null}
      <Parties agent={agent} draft={draft} set={set} />
      <Bounds draft={draft} set={set} />
    </FormDialog>
  );
}

type PartProps = { draft: Draft; set: (change: Partial<Draft>) => void };

function Parties({ agent, draft, set }: PartProps & { agent: Agent }) {
  const { data } = useQuery(optionsFor(listAgentsOp, { limit: MOST_AGENTS }));
  const others = (data?.items ?? []).filter(({ id, status }) => id !== agent.id && status !== "retired");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Direction">
        <Select
          value={draft.direction}
          onChange={(event) => set({ direction: event.target.value === "to" ? "to" : "from" })}
          options={[
            { value: "from", label: `${agent.name} acts through …` },
            { value: "to", label: `… acts through ${agent.name}` },
          ]}
        />
      </Field>
      <Field label="Other agent" required>
        <Select
          value={draft.otherId}
          placeholder="Choose an agent"
          onChange={(event) => set({ otherId: event.target.value })}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </div>
  );
}

function Bounds({ draft, set }: PartProps) {
  const toggled = <Word,>(list: readonly Word[], word: Word, on: boolean): Word[] =>
    on ? [...list, word] : list.filter((each) => each !== word);
  return (
    <>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">What for</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {OperationClass.options.map((kind) => (
            <Checkbox
              key={kind}
              label={operationClassWords[kind].label}
              hint={operationClassWords[kind].help}
              checked={draft.operationClasses.includes(kind)}
              onCheckedChange={(on) => set({ operationClasses: toggled(draft.operationClasses, kind, on === true) })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">Data that the agent acted through may touch</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {DataClass.options.map((kind) => (
            <Checkbox
              key={kind}
              label={dataClassWords[kind].label}
              hint={dataClassWords[kind].help}
              checked={draft.dataClasses.includes(kind)}
              onCheckedChange={(on) => set({ dataClasses: toggled(draft.dataClasses, kind, on === true) })}
            />
          ))}
        </div>
      </fieldset>
      <Field label="Until" required hint="A year at most. Then people look at it again.">
        <Input
          type="date"
          min={day(1)}
          max={day(365)}
          value={draft.until}
          onChange={(event) => set({ until: event.target.value })}
        />
      </Field>
      <Field label="Reason" required>
        <Textarea value={draft.reason} maxLength={500} onChange={(event) => set({ reason: event.target.value })} />
      </Field>
    </>
  );
}
