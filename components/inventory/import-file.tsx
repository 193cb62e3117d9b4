"use client";

import { FileDown } from "lucide-react";
import { type DragEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { FileButton } from "@/components/ui/file-button";
import { saveFile } from "@/components/ui/save-file";
import { Textarea } from "@/components/ui/textarea";
import { MAX_IMPORT_ROWS } from "@/lib/inventory/import-contract";
import { templateCsv } from "./import-words";
import { readTableFile, UnreadableFile } from "./read-table-file";

/** Where a table comes from: a file that is chosen or dropped, or pasted text. */
export function ImportFile({ onTable }: { onTable: (name: string, csv: string) => void }) {
  const [pasted, setPasted] = useState("");
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    try {
      onTable(file.name, await readTableFile(file));
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
        <legend className="sr-only">A table from a file</legend>
        <p className="text-sm">
          Drop a CSV file here, or{" "}
          <FileButton
            label="Table of agents"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
            onFile={(file) => void read(file)}
          >
            Choose a file
          </FileButton>
        </p>
        <p className="mt-2 text-muted text-xs">
          One row for each agent, {MAX_IMPORT_ROWS.toLocaleString("en-GB")} at the most. An agent is known by its name:
          a row with a known name changes that agent, and an empty cell leaves what it has. Nothing is written before
          you have seen it.
        </p>
        {problem ? (
          <p role="alert" className="mt-2 text-deny text-sm">
            {problem}
          </p>
        ) : null}
      </fieldset>
      <Button
        size="sm"
        variant="quiet"
        onClick={() => saveFile("agents-template.csv", templateCsv(), "text/csv;charset=utf-8")}
      >
        <FileDown aria-hidden="true" />
        Download a template
      </Button>
      <details>
        <summary className="cursor-pointer font-medium text-sm">Paste a table instead</summary>
        <div className="mt-2 space-y-2">
          <Field
            label="Table"
            hint="Its first line names the columns. Copied from a spreadsheet, its cells are divided by tabs."
          >
            <Textarea
              mono
              rows={8}
              className="max-h-96 overflow-y-auto"
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
              spellCheck={false}
            />
          </Field>
          <Button disabled={pasted.trim() === ""} onClick={() => onTable("the pasted table", pasted)}>
            Preview it
          </Button>
        </div>
      </details>
    </div>
  );
}
