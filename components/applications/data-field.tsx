"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { DenyGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { type DataProblem, MOST_DATA_BYTES } from "@/lib/applications/contract";

type Props = {
  value: string;
  onChange: (text: string) => void;
  error: string | undefined;
  problems: readonly DataProblem[];
  readOnly: boolean;
};

/** The entities of an application: typed, or read from a file. What is wrong with them is told place by place. */
export function DataField({ value, onChange, error, problems, readOnly }: Props) {
  const [unread, setUnread] = useState<string>();
  const read = async (chosen: File) => {
    setUnread(undefined);
    // JSON that is laid out has room to shrink; the server counts what it comes to.
    if (chosen.size > 4 * MOST_DATA_BYTES) setUnread(`${chosen.name} is larger than what an application may hold.`);
    else onChange(await chosen.text());
  };
  return (
    <div className="space-y-2">
      <Field
        label="Data"
        error={unread ?? error}
        hint='A JSON list of users, groups and records in Cedar’s entity format: {"uid": {"type", "id"}, "attrs", "parents"}.'
        aside={
          readOnly ? null : (
            <FileButton
              label="File with the data"
              accept=".json,application/json"
              onFile={(chosen) => void read(chosen)}
            >
              Read a file
            </FileButton>
          )
        }
      >
        <Textarea
          mono
          rows={12}
          className="max-h-96 overflow-y-auto"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          readOnly={readOnly}
          spellCheck={false}
        />
      </Field>
      {problems.length > 0 ? (
        <ul aria-label="What is wrong with the data" className="max-h-48 overflow-y-auto rounded-md border border-line">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="flex items-start gap-2 px-3 py-1.5 text-sm">
              <DenyGlyph className="mt-0.5 size-4 text-deny" />
              <span className="min-w-0 break-words">
                <InlineUntrusted text={path} className="font-mono text-xs" /> {message}.
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
