"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { ColumnChoice } from "@/components/ui/column-choice";
import { FormError } from "@/components/ui/form-error";
import { formatCount, plural } from "@/components/ui/format-number";
import { Progress } from "@/components/ui/progress";
import { InlineUntrusted } from "@/components/ui/revealed";
import { saveFile } from "@/components/ui/save-file";
import { TextFile } from "@/components/ui/text-file";
import { listCallsOp } from "@/lib/activity/contract";
import { problemOf } from "@/lib/client/problem-of";
import { ImportProblems, ImportRows } from "./import-calls-rows";
import { callFieldWords, callsTemplate } from "./import-calls-words";
import { type CallsFile, type Imported, type Progressed, useImport, usePreview, type WholePreview } from "./import-run";

/** Read whole in the browser; a longer history is sent over the API. */
const MOST_FILE = 64 * 1024 * 1024;

/** A file of calls: chosen, looked at, and added part by part. */
export function ImportCallsView() {
  const [file, setFile] = useState<CallsFile | null>(null);
  const { preview, progress } = usePreview();
  const look = (of: CallsFile) => {
    setFile(of);
    preview.mutate(of);
  };
  if (!file) return <ChooseFile onText={(name, text) => look({ name, text, columns: {} })} />;
  const again = () => {
    preview.reset();
    setFile(null);
  };
  return (
    <div className="space-y-8" aria-busy={preview.isPending}>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="text-sm">
          <InlineUntrusted text={file.name} max={60} />
          {preview.data ? `: ${sayCounts(preview.data)}` : preview.isPending ? ": reading…" : ": could not be read"}
        </p>
        <Button size="sm" variant="quiet" onClick={again}>
          Choose another file
        </Button>
      </div>
      <Parts progress={progress} label="Looking at the file" />
      <FormError problem={problemOf(preview.error)} />
      {preview.data ? (
        <>
          <ColumnChoice
            columns={preview.data.columns}
            words={callFieldWords}
            onChoose={(chosen) => look({ ...file, columns: { ...file.columns, ...chosen } })}
          />
          <ImportProblems rows={preview.data.rows} />
          <ImportAct key={JSON.stringify(file.columns)} file={file} preview={preview.data} />
          <ImportRows rows={preview.data.rows} />
        </>
      ) : null}
    </div>
  );
}

function ChooseFile({ onText }: { onText: (name: string, text: string) => void }) {
  return (
    <TextFile
      label="File of calls"
      what="a CSV or NDJSON file"
      accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,application/x-ndjson"
      mostCharacters={MOST_FILE}
      hint="One row or one line of JSON for each call: when, which agent, which tool, and whatever else is known. What was exported here can be read back. A call is known by its id, so a file that is sent twice adds nothing. Nothing is written before you have seen it."
      paste={{ label: "Calls", hint: "A table whose first line names the columns, or a JSON object a line." }}
      onText={onText}
    >
      <Button
        size="sm"
        variant="quiet"
        onClick={() => saveFile("calls-template.csv", callsTemplate(), "text/csv;charset=utf-8")}
      >
        <FileDown aria-hidden="true" />
        Download a template
      </Button>
    </TextFile>
  );
}

const Parts = ({ progress, label }: { progress: Progressed | null; label: string }) =>
  progress !== null && progress.of > 1 ? (
    <Progress label={label} done={progress.done} total={progress.of} unit="parts" className="max-w-md" />
  ) : null;

function sayCounts({ counts, rows }: WholePreview): string {
  const parts = [
    counts.new > 0 ? `${formatCount(counts.new)} new` : "",
    counts.same > 0 ? `${formatCount(counts.same)} there already` : "",
    counts.error > 0 ? `${formatCount(counts.error)} not taken` : "",
  ].filter((part) => part !== "");
  return `${plural(rows.length, "call")}: ${parts.join(", ")}`;
}

function ImportAct({ file, preview }: { file: CallsFile; preview: WholePreview }) {
  const queries = useQueryClient();
  const [leaveOut, setLeaveOut] = useState(false);
  const { bring, progress } = useImport(() => void queries.invalidateQueries({ queryKey: [listCallsOp.id] }));
  const { counts, rows } = preview;
  const unknown = new Set(rows.flatMap(({ unknownAgent, agent }) => (unknownAgent ? [agent] : []))).size;
  if (bring.data) return <Done {...bring.data} />;
  return (
    <div className="space-y-3 border-line border-t pt-4">
      {unknown > 0 ? (
        <Callout
          tone="hold"
          title={`${plural(unknown, "agent")} of this file ${unknown === 1 ? "is" : "are"} not registered`}
        >
          Each will be in the inventory afterwards, stopped and without an owner, with a finding.
        </Callout>
      ) : null}
      {counts.error > 0 ? (
        <Checkbox
          label={`Leave out the ${plural(counts.error, "row")} that cannot be taken`}
          checked={leaveOut}
          onCheckedChange={(on) => setLeaveOut(on === true)}
        />
      ) : null}
      <FormError problem={problemOf(bring.error)} />
      {bring.error && progress && progress.done > 0 ? (
        <p role="alert" className="text-sm">
          {formatCount(progress.done)} of {formatCount(progress.of)} parts are written. Import again to go on: what is
          there is not written twice.
        </p>
      ) : null}
      {bring.isPending ? <Parts progress={progress} label="Importing" /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          loading={bring.isPending}
          disabled={counts.new === 0 || (counts.error > 0 && !leaveOut)}
          onClick={() => bring.mutate({ file, leaveOutErrors: leaveOut })}
        >
          Import {plural(counts.new, "call")}
        </Button>
        <span className="text-muted text-sm">
          They are marked as imported: what they say of a decision is the file's word, and counts as none of ours.
        </span>
      </div>
    </div>
  );
}

function Done({ stored, same, leftOut, discovered }: Imported) {
  const rest = [
    same > 0 ? `${plural(same, "call")} ${same === 1 ? "was" : "were"} there already.` : "",
    leftOut > 0 ? `${plural(leftOut, "row")} left out.` : "",
    discovered > 0
      ? `${plural(discovered, "agent")} that nobody registered ${discovered === 1 ? "is" : "are"} in the inventory now, stopped.`
      : "",
  ].filter((part) => part !== "");
  return (
    <Callout
      title={`${plural(stored, "call")} imported`}
      action={
        <Button asChild variant="primary">
          <Link href="/activity?source=import&range=all">See the calls</Link>
        </Button>
      }
    >
      <span role="status">{rest.join(" ") || "They stand at the times at which they were made."}</span>
    </Callout>
  );
}
