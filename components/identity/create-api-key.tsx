"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { createApiKeyOp, listApiKeysOp } from "@/lib/identity/contract";
import { KeyRole } from "@/lib/shared/permissions";
import { DialogError } from "./dialog-error";
import { roleWords } from "./role-words";

type Draft = { name: string; role: KeyRole; days: string };

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "Never: until it is revoked" },
];

const inputOf = ({ name, role, days }: Draft) => ({ name, role, ...(days ? { expiresInDays: Number(days) } : {}) });

/** Makes a key; its secret is shown once, here, and is not kept. */
export function CreateApiKey() {
  const id = useId();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const create = useMutation({
    mutationFn: (draft: Draft) => call(createApiKeyOp, inputOf(draft)),
    onSuccess: () => queries.invalidateQueries({ queryKey: [listApiKeysOp.id] }),
  });
  const made = create.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Create API key
        </Button>
      }
      title={made ? `The key ${made.name}` : "Create an API key"}
      description={
        made ? undefined : "For a program. It acts by itself, with one role, and every act of it is recorded."
      }
      footer={
        <>
          <DialogClose>
            <Button>{made ? "Done" : "Cancel"}</Button>
          </DialogClose>
          {made ? null : (
            <Button type="submit" form={id} variant="primary" loading={create.isPending}>
              Create key
            </Button>
          )}
        </>
      }
    >
      {made ? (
        <Secret secret={made.secret} />
      ) : (
        <KeyForm id={id} error={create.error} onSubmit={(draft) => create.mutate(draft)} />
      )}
    </Dialog>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock label="Secret" code={secret} wrap />
      <Callout tone="hold" title="Shown only now">
        Only a digest of it is kept. Put it where the program reads it, never into an address or a repository.
      </Callout>
    </div>
  );
}

type FormProps = { id: string; error: Error | null; onSubmit: (draft: Draft) => void };

function KeyForm({ id, error, onSubmit }: FormProps) {
  const [draft, setDraft] = useState<Draft>({ name: "", role: "auditor", days: "90" });
  const problem = problemOf(error);
  const errors = fieldErrors(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(draft);
  };
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" hint="What uses it, and where." error={errors.name}>
        <Input
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          required
          maxLength={120}
          autoComplete="off"
        />
      </Field>
      <RadioGroup
        legend="Role"
        options={KeyRole.options.map((role) => ({ value: role, ...roleWords[role] }))}
        value={draft.role}
        onValueChange={(role) => setDraft({ ...draft, role: KeyRole.parse(role) })}
      />
      <Field label="Expires after" error={errors.expiresInDays}>
        <Select
          options={lives}
          value={draft.days}
          onChange={(event) => setDraft({ ...draft, days: event.target.value })}
        />
      </Field>
      <DialogError problem={problemBesides(problem, ["name", "expiresInDays"])} />
    </form>
  );
}
