"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type Attestation, answerAttestationOp, getAttestationOp } from "@/lib/attestations/contract";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";

type Question = "needed" | "mine" | "scopeRight";
type Draft = Record<Question, "yes" | "no" | ""> & { note: string; newOwnerId: string | null };

const empty: Draft = { needed: "", mine: "", scopeRight: "", note: "", newOwnerId: null };

/** The three questions: none is preset, because a confirmation that nobody gave is worth nothing. */
export function AnswerForm({ attestation, viewerId }: { attestation: Attestation; viewerId: string }) {
  const { campaignId: id, agent } = attestation;
  const queries = useQueryClient();
  const { data: people } = useSuspenseQuery(optionsFor(listPeopleOp, {}));
  const [draft, setDraft] = useState(empty);
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const owns = agent.owner?.id === viewerId || agent.backupOwner?.id === viewerId;
  const answer = useMutation({
    mutationFn: () =>
      call(answerAttestationOp, {
        id,
        agentId: agent.id,
        needed: draft.needed === "yes",
        mine: draft.mine === "yes",
        scopeRight: draft.scopeRight === "yes",
        note: draft.note,
        newOwnerId: draft.mine === "no" ? draft.newOwnerId : null,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getAttestationOp.id] });
      setDraft(empty);
      toast.success(`${agent.name} is attested`);
    },
  });
  const problem = problemOf(answer.error);
  const errors = fieldErrors(problem);
  const whole = [draft.needed, draft.mine, draft.scopeRight].every((one) => one !== "");
  const contested = [draft.needed, draft.mine, draft.scopeRight].includes("no");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whole && !answer.isPending) answer.mutate();
  };
  const ask = (question: Question, legend: string, no: string) => (
    <RadioGroup
      legend={legend}
      value={draft[question]}
      onValueChange={(value) => set({ [question]: value })}
      options={[
        { value: "yes", label: "Yes" },
        { value: "no", label: "No", hint: no },
      ]}
    />
  );
  return (
    <form onSubmit={submit} className="max-w-[40rem] space-y-5">
      {ask("needed", "Is it still needed?", "It becomes a finding: somebody retires it.")}
      {ask(
        "mine",
        owns ? "Is it still yours?" : "Is the owner who is named the right one?",
        owns ? "You are its owner no longer, as soon as this is said." : "Say in the note who it should be.",
      )}
      {owns && draft.mine === "no" ? (
        <Field
          label="Whose is it"
          error={errors.newOwnerId}
          hint="Without anybody it counts as an agent without owner."
        >
          <Select
            value={draft.newOwnerId ?? ""}
            placeholder="Nobody that I know"
            options={people.items
              .filter(({ id: person, status }) => status === "active" && person !== viewerId)
              .map(({ id: person, name }) => ({ value: person, label: name }))}
            onChange={(event) => set({ newOwnerId: event.target.value || null })}
          />
        </Field>
      ) : null}
      {ask("scopeRight", "Is what it may use still right?", "It becomes a finding: its policies are looked at.")}
      <Field
        label="Note"
        required={contested}
        error={errors.note}
        hint={contested ? "What is not so, and what should happen." : undefined}
      >
        <Textarea
          value={draft.note}
          maxLength={1000}
          required={contested}
          onChange={(event) => set({ note: event.target.value })}
        />
      </Field>
      <FormError problem={problemBesides(problem, ["note", "newOwnerId"])} />
      <Button type="submit" variant="primary" loading={answer.isPending} disabled={!whole}>
        {attestation.answer ? "Answer anew" : "Attest"}
      </Button>
    </form>
  );
}
