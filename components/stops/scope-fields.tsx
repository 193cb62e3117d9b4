"use client";

import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Option, Select } from "@/components/ui/select";
import type { ScopeDraft } from "./scope-draft";

export type ScopeChoices = {
  agents: Option[];
  people: Option[];
  providers: Option[];
  servers: string[];
  tools: string[];
};

type FieldsProps = { draft: ScopeDraft; choices: ScopeChoices; onChange: (draft: ScopeDraft) => void };

/** What names the scope: from a list where there is one, typed where anything may be meant. */
export function ScopeFields({ draft, choices, onChange }: FieldsProps) {
  const set = (value: string) => onChange({ ...draft, value });
  switch (draft.kind) {
    case "everything":
      return null;
    case "agent":
      return <Choice label="Agent" options={choices.agents} value={draft.value} onChange={set} />;
    case "owner":
      return <Choice label="Person" options={choices.people} value={draft.value} onChange={set} />;
    case "provider":
      return <Choice label="Provider" options={choices.providers} value={draft.value} onChange={set} />;
    case "server":
      return <Typed label="Server" known={choices.servers} value={draft.value} onChange={set} />;
    case "tool":
      return (
        <Typed label="Tool" hint="Written server/tool." known={choices.tools} value={draft.value} onChange={set} />
      );
    case "credential":
      return (
        <Typed
          label="Credential"
          hint="The name or fingerprint under which calls present it; never the secret itself."
          known={[]}
          value={draft.value}
          onChange={set}
        />
      );
    case "delegation":
      return (
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label="This agent" options={choices.agents} value={draft.value} onChange={set} />
          <Choice
            label="acting through this one"
            options={choices.agents}
            value={draft.to}
            onChange={(to) => onChange({ ...draft, to })}
          />
        </div>
      );
  }
}

type ChoiceProps = { label: string; options: Option[]; value: string; onChange: (value: string) => void };

function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <Field label={label} required>
      <Select options={options} placeholder="Choose" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

type TypedProps = Omit<ChoiceProps, "options"> & { hint?: string; known: string[] };

function Typed({ label, hint, known, value, onChange }: TypedProps) {
  const list = useId();
  return (
    <Field label={label} hint={hint} required>
      <Input
        mono
        list={list}
        value={value}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}
