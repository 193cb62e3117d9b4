"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { ColumnChoice } from "@/components/ui/column-choice";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listAgentsOp } from "@/lib/inventory/contract";
import { type ImportField, type ImportPreview, importAgentsOp, previewImportOp } from "@/lib/inventory/import-contract";
import { AgentsFile } from "./agents-file";
import { ImportProblems } from "./import-problems";
import { ImportRows } from "./import-rows";
import { importFieldWords, sayCounts } from "./import-words";

type Chosen = Record<string, ImportField | null>;
type Table = { name: string; csv: string; columns: Chosen };
type Mends = Readonly<Record<string, string>>;

const keyOf = (line: number, field: ImportField) => `${line} ${field}`;
const mendsOf = (mends: Mends) =>
  Object.entries(mends).map(([key, value]) => {
    const [line, field] = key.split(" ");
    return { line: Number(line), field: field as ImportField, value };
  });

/** A table of agents: chosen, looked at, corrected, and taken over as a whole. */
export function ImportView() {
  const [table, setTable] = useState<Table | null>(null);
  const [mends, setMends] = useState<Mends>({});
  /** Corrections that were typed after the preview that is shown. */
  const [unchecked, setUnchecked] = useState(false);
  const preview = useMutation({
    mutationFn: ({ of, withMends }: { of: Table; withMends: Mends }) =>
      call(previewImportOp, { csv: of.csv, columns: of.columns, mends: mendsOf(withMends) }),
    onSuccess: () => setUnchecked(false),
  });
  const look = (of: Table, withMends: Mends) => {
    setTable(of);
    setMends(withMends);
    preview.mutate({ of, withMends });
  };
  if (!table) return <AgentsFile onTable={(name, csv) => look({ name, csv, columns: {} }, {})} />;
  const again = () => {
    preview.reset();
    setTable(null);
  };
  return (
    <div className="space-y-8" aria-busy={preview.isPending}>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="text-sm">
          <InlineUntrusted text={table.name} max={60} />
          {preview.data
            ? `: ${plural(preview.data.rows.length, "row")}: ${sayCounts(preview.data.counts)}`
            : ": reading…"}
        </p>
        <Button size="sm" variant="quiet" onClick={again}>
          Choose another table
        </Button>
      </div>
      <FormError problem={problemOf(preview.error)} />
      {preview.data ? (
        <>
          <ColumnChoice
            columns={preview.data.columns}
            words={importFieldWords}
            onChoose={(chosen) => look({ ...table, columns: { ...table.columns, ...chosen } }, mends)}
          />
          <ImportProblems
            rows={preview.data.rows}
            cellOf={(row, field) => mends[keyOf(row.line, field)] ?? row.cells?.[field] ?? ""}
            onMend={(line, field, value) => {
              setMends((now) => ({ ...now, [keyOf(line, field)]: value }));
              setUnchecked(true);
            }}
          />
          <ImportAct
            table={table}
            mends={mends}
            preview={preview.data}
            checking={preview.isPending}
            check={unchecked ? () => look(table, mends) : null}
          />
          <ImportRows rows={preview.data.rows} />
        </>
      ) : null}
    </div>
  );
}

type ActProps = {
  table: Table;
  mends: Mends;
  preview: ImportPreview;
  checking: boolean;
  /** Previews the corrections; null when they all have been. */
  check: (() => void) | null;
};

function ImportAct({ table, mends, preview, checking, check }: ActProps) {
  const queries = useQueryClient();
  const [leaveOut, setLeaveOut] = useState(false);
  const { create, update, error } = preview.counts;
  const bring = useMutation({
    mutationFn: () =>
      call(importAgentsOp, {
        csv: table.csv,
        columns: table.columns,
        mends: mendsOf(mends),
        digest: preview.digest,
        leaveOutErrors: leaveOut,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [listAgentsOp.id] }),
  });
  if (bring.data) return <Imported {...bring.data} />;
  const blocked = check !== null || create + update === 0 || (error > 0 && !leaveOut);
  return (
    <div className="space-y-3 border-line border-t pt-4">
      {error > 0 && check === null ? (
        <Checkbox
          label={`Leave out the ${plural(error, "row")} that cannot be taken`}
          checked={leaveOut}
          onCheckedChange={(on) => setLeaveOut(on === true)}
        />
      ) : null}
      <FormError problem={problemOf(bring.error)} />
      <div className="flex flex-wrap items-center gap-2">
        {check ? (
          <Button variant="primary" loading={checking} onClick={check}>
            Check the corrections
          </Button>
        ) : (
          <Button variant="primary" loading={bring.isPending} disabled={blocked} onClick={() => bring.mutate()}>
            Import {plural(create + update, "agent")}
          </Button>
        )}
        <span className="text-muted text-sm">All of it is written, or nothing.</span>
      </div>
    </div>
  );
}

function Imported({
  created,
  updated,
  same,
  leftOut,
}: {
  created: number;
  updated: number;
  same: number;
  leftOut: number;
}) {
  return (
    <Callout
      title={`${plural(created, "agent")} registered, ${updated.toLocaleString("en-GB")} changed`}
      action={
        <Button asChild variant="primary">
          <Link href="/agents">See the agents</Link>
        </Button>
      }
    >
      <span role="status">{sayRest(same, leftOut)}</span>
    </Callout>
  );
}

function sayRest(same: number, leftOut: number): string {
  const parts = [
    same > 0 ? `${plural(same, "row")} had nothing to change.` : "",
    leftOut > 0 ? `${plural(leftOut, "row")} left out.` : "",
    "Each agent is refused everywhere until a point enforces it and a policy permits it.",
  ];
  return parts.filter((part) => part !== "").join(" ");
}
