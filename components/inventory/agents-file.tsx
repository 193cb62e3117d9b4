"use client";

import { FileDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { saveFile } from "@/components/ui/save-file";
import { TextFile } from "@/components/ui/text-file";
import { MAX_IMPORT_CHARACTERS, MAX_IMPORT_ROWS } from "@/lib/inventory/import-contract";
import { templateCsv } from "./import-words";

/** Where a table of agents comes from. */
export function AgentsFile({ onTable }: { onTable: (name: string, csv: string) => void }) {
  return (
    <TextFile
      label="Table of agents"
      what="a CSV file"
      accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
      mostCharacters={MAX_IMPORT_CHARACTERS}
      hint={`One row for each agent, ${MAX_IMPORT_ROWS.toLocaleString("en-GB")} at the most. An agent is known by its name: a row with a known name changes that agent, and an empty cell leaves what it has. Nothing is written before you have seen it.`}
      paste={{
        label: "Table",
        hint: "Its first line names the columns. Copied from a spreadsheet, its cells are divided by tabs.",
      }}
      onText={onTable}
    >
      <Button
        size="sm"
        variant="quiet"
        onClick={() => saveFile("agents-template.csv", templateCsv(), "text/csv;charset=utf-8")}
      >
        <FileDown aria-hidden="true" />
        Download a template
      </Button>
    </TextFile>
  );
}
