"use client";

import { type DragEvent, type ReactNode, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { Field } from "./field";
import { FileButton } from "./file-button";
import { readTextFile, UnreadableFile } from "./read-text-file";
import { Textarea } from "./textarea";

type TextFileProps = {
  /** What the file is, for screen readers: "Table of agents". */
  label: string;
  /** After "Drop": "a CSV file". */
  what: string;
  accept: string;
  mostCharacters: number;
  /** What one row is, and what will come of it. */
  hint: ReactNode;
  paste: { label: string; hint: string };
  onText: (name: string, text: string) => void;
  /** What else helps to make such a file. */
  children?: ReactNode;
};

/** Where a text comes from: a file that is chosen or dropped, or pasted. */
export function TextFile({ label, what, accept, mostCharacters, hint, paste, onText, children }: TextFileProps) {
  const [pasted, setPasted] = useState("");
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    try {
      onText(file.name, await readTextFile(file, mostCharacters));
    } catch (error) {
      setProblem(error instanceof UnreadableFile ? error.message : "The file could not be read. Choose it again.");
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    <div className="max-w-[56rem] space-y-6">
      <fieldset
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn("border border-edge border-dashed p-6 text-center", over && "bg-sunken")}
      >
        <legend className="sr-only">{label}</legend>
        <p className="text-sm">
          Drop {what} here, or{" "}
          <FileButton label={label} accept={accept} onFile={(file) => void read(file)}>
            Choose a file
          </FileButton>
        </p>
        <p className="mt-2 text-muted text-xs">{hint}</p>
        {problem ? (
          <p role="alert" className="mt-2 text-deny text-sm">
            {problem}
          </p>
        ) : null}
      </fieldset>
      {children}
      <details>
        <summary className="cursor-pointer font-medium text-sm">Paste it instead</summary>
        <div className="mt-2 space-y-2">
          <Field {...paste}>
            <Textarea
              mono
              rows={8}
              className="max-h-96 overflow-y-auto"
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
              spellCheck={false}
            />
          </Field>
          <Button disabled={pasted.trim() === ""} onClick={() => onText("the pasted text", pasted)}>
            Preview it
          </Button>
        </div>
      </details>
    </div>
  );
}
