"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  type Credential,
  CredentialKind,
  listCredentialsOp,
  recordCredentialOp,
  rotateCredentialOp,
} from "@/lib/credentials/contract";
import { kindWords } from "./credential-words";
import { FingerprintField } from "./fingerprint-field";

const empty = {
  kind: "api_key" as CredentialKind,
  name: "",
  system: "",
  scope: "",
  fingerprint: "",
  expires: "",
  rotate: "",
  proof: "",
};
type Draft = typeof empty;
const fields = ["kind", "name", "system", "scope", "fingerprint", "expiresAt", "rotateDays", "proof"];

const timesOf = ({ fingerprint, expires, rotate }: Draft) => ({
  fingerprint,
  expiresAt: expires === "" ? null : new Date(`${expires}T23:59:59`).toISOString(),
  rotateDays: rotate === "" ? null : Number(rotate),
});

/** Records a new credential of an agent, or the one that takes another's place. */
export function CredentialForm(props: { agentId: string } | { rotates: Credential }) {
  const rotates = "rotates" in props ? props.rotates : null;
  const agentId = "rotates" in props ? props.rotates.agent.id : props.agentId;
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(empty);
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: () => {
      const { kind, name, system, scope, proof } = draft;
      return rotates
        ? call(rotateCredentialOp, { id: rotates.id, proof, ...timesOf(draft) })
        : call(recordCredentialOp, { id: agentId, kind, name, system, scope, ...timesOf(draft) });
    },
    onSuccess: async ({ name, state }) => {
      setOpen(false);
      setDraft(empty);
      await queries.invalidateQueries({ queryKey: [listCredentialsOp.id] });
      if (state === "shared") toast.warning(`${name} is recorded, and another agent holds the same one`);
      else toast.success(rotates ? `${name} is rotated` : `${name} is recorded`);
    },
  });
  const problem = problemOf(save.error);
  const errors = fieldErrors(problem);
  return (
    <FormDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        save.reset();
      }}
      trigger={
        rotates ? (
          <Button size="sm" aria-label={`Rotated: ${rotates.name}`}>
            Rotated…
          </Button>
        ) : (
          <Button size="sm">Record a credential…</Button>
        )
      }
      title={rotates ? `${rotates.name} was rotated` : "Record a credential"}
      description={
        rotates
          ? "The old one stays in the record with what shows that it opens nothing any more."
          : "What the agent proves itself with elsewhere. The secret itself is never sent."
      }
      act="Record it"
      busy={save.isPending}
      onSubmit={() => save.mutate()}
    >
      {rotates ? null : <Facts draft={draft} set={set} errors={errors} />}
      <FingerprintField error={errors.fingerprint} onFingerprint={(fingerprint) => set({ fingerprint })} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Expires on" aside="optional" error={errors.expiresAt}>
          <Input type="date" value={draft.expires} onChange={(event) => set({ expires: event.target.value })} />
        </Field>
        <Field label="Rotate every" aside="optional" hint="Days." error={errors.rotateDays}>
          <Input
            type="number"
            min={1}
            max={3650}
            value={draft.rotate}
            onChange={(event) => set({ rotate: event.target.value })}
          />
        </Field>
      </div>
      {rotates ? (
        <Field
          label="What shows that the old one opens nothing any more"
          required
          hint="A ticket, a line of their log, a refused attempt."
          error={errors.proof}
        >
          <Textarea
            value={draft.proof}
            maxLength={1000}
            required
            onChange={(event) => set({ proof: event.target.value })}
          />
        </Field>
      ) : null}
      <FormError problem={problemBesides(problem, fields)} />
    </FormDialog>
  );
}

type FactsProps = { draft: Draft; set: (change: Partial<Draft>) => void; errors: Record<string, string | undefined> };

function Facts({ draft, set, errors }: FactsProps) {
  return (
    <>
      <Field label="Kind" required error={errors.kind}>
        <Select
          value={draft.kind}
          options={CredentialKind.options.map((value) => ({ value, label: kindWords[value] }))}
          onChange={(event) => set({ kind: CredentialKind.parse(event.target.value) })}
        />
      </Field>
      <Field label="Name" required hint="As people know it." error={errors.name}>
        <Input value={draft.name} maxLength={120} required onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="Where it opens doors" required hint="The system, account or tenant." error={errors.system}>
        <Input
          value={draft.system}
          maxLength={200}
          required
          onChange={(event) => set({ system: event.target.value })}
        />
      </Field>
      <Field label="What it permits there" aside="optional" error={errors.scope}>
        <Textarea value={draft.scope} maxLength={1000} onChange={(event) => set({ scope: event.target.value })} />
      </Field>
    </>
  );
}
