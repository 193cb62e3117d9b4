"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type ArgumentField, type Entries, entryProblem } from "./argument-form";

type Props = { fields: readonly ArgumentField[]; entries: Entries; set: (entries: Entries) => void };

/** One field for each argument that the tool takes. Names and help are the tool's own words. */
export function ArgumentFields({ fields, entries, set }: Props) {
  return fields.map((field) => {
    const entry = entries[field.name] ?? null;
    return (
      <Field
        key={field.name}
        label={<InlineUntrusted text={field.name} max={80} />}
        aside={field.required ? "needed" : entry === null ? "not given" : undefined}
        hint={field.help ? <InlineUntrusted text={field.help} max={200} /> : undefined}
        error={entryProblem(field, entry) ?? undefined}
      >
        <Control field={field} entry={entry} enter={(next) => set({ ...entries, [field.name]: next })} />
      </Field>
    );
  });
}

type ControlProps = { field: ArgumentField; entry: string | null; enter: (entry: string | null) => void };

function Control({ field, entry, enter }: ControlProps) {
  const leave = (text: string): void => enter(text === "" && !field.required ? null : text);
  switch (field.kind) {
    case "text":
      // An empty text is a text: what was given stays given.
      return <Textarea rows={2} value={entry ?? ""} onChange={(event) => enter(event.target.value)} />;
    case "number":
    case "whole":
      return <Input inputMode="decimal" value={entry ?? ""} onChange={(event) => leave(event.target.value)} />;
    case "truth":
    case "choice":
      return (
        <Select
          placeholder={field.required ? undefined : "not given"}
          value={entry ?? ""}
          options={(field.kind === "truth" ? ["true", "false"] : field.options).map((value) => ({
            value,
            label: value,
          }))}
          onChange={(event) => leave(event.target.value)}
        />
      );
  }
}
