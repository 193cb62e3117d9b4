"use client";

import type { ReactNode } from "react";
import { PolicyText } from "@/components/policy/policy-text";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import type { ApplicationDraft, ReadDraft } from "./application-draft";
import { DataField } from "./data-field";
import { TryApplication } from "./try-application";
import type { ApplicationCheck } from "./use-application-check";

type Props = {
  draft: ApplicationDraft;
  onChange: (draft: ApplicationDraft) => void;
  read: ReadDraft;
  check: ApplicationCheck;
  /** Errors that the server told, by field. */
  told: Record<string, string>;
  readOnly: boolean;
  nonce: string | undefined;
  /** Beside the title: the name, which is given once. */
  name?: ReactNode;
};

/** Fields of an application, its policies and data, and a place to ask what they come to. */
export function ApplicationForm({ draft, onChange, read, check, told, readOnly, nonce, name }: Props) {
  const set = (change: Partial<ApplicationDraft>) => onChange({ ...draft, ...change });
  // A field that was not begun yet is not wrong, only not filled in.
  const errorOf = (field: "title" | "subjectTypes" | "resourceTypes" | "actions") =>
    told[field] ?? (draft[field].trim() === "" ? undefined : read.errors?.[field]);
  const lists = [
    { field: "subjectTypes", label: "Subject types", hint: "Who is asked about: user, service." },
    { field: "resourceTypes", label: "Resource types", hint: "What is asked about: record, invoice." },
    { field: "actions", label: "Actions", hint: "What may be done: view, edit. With commas between them." },
  ] as const;
  return (
    <>
      <div className="grid max-w-[60rem] gap-5 sm:grid-cols-2">
        <Field label="Title" required error={errorOf("title")}>
          <Input
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
            maxLength={160}
            readOnly={readOnly}
            autoComplete="off"
          />
        </Field>
        {name}
        {lists.map(({ field, label, hint }) => (
          <Field key={field} label={label} required error={errorOf(field)} hint={hint}>
            <Input
              mono
              value={draft[field]}
              onChange={(event) => set({ [field]: event.target.value })}
              readOnly={readOnly}
              autoComplete="off"
            />
          </Field>
        ))}
      </div>
      <Checkbox
        label="Take subjects that the data do not hold"
        hint="They are judged by what the caller tells of them. Otherwise they are denied."
        checked={draft.anySubject}
        disabled={readOnly}
        onCheckedChange={(checked) => set({ anySubject: checked === true })}
      />
      <div>
        <h2 className="mb-1 font-medium text-sm">Policies</h2>
        <PolicyText
          text={draft.text}
          onChange={(text) => set({ text })}
          check={check.text}
          validWords="Valid"
          readOnly={readOnly}
          nonce={nonce}
        />
      </div>
      <DataField
        value={draft.data}
        onChange={(data) => set({ data })}
        error={told.entities ?? read.errors?.data}
        problems={check.dataProblems}
        readOnly={readOnly}
      />
      <Section title="Try a question" description="Asks what stands above, kept or not. Nothing is recorded.">
        <TryApplication terms={read.terms} />
      </Section>
    </>
  );
}
