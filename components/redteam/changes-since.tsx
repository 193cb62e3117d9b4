"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { compareRedteamRunsOp, listRedteamRunsOp, type VerdictChange } from "@/lib/redteam/contract";
import { VerdictMark } from "./redteam-looks";

const columns: readonly Column<VerdictChange>[] = [
  { id: "attack", header: "Attack", wrap: true, cell: ({ title }) => <InlineUntrusted text={title} max={120} /> },
  {
    id: "before",
    header: "Before",
    width: "9rem",
    cell: ({ before }) => (before ? <VerdictMark verdict={before} /> : "not made"),
  },
  {
    id: "after",
    header: "Here",
    width: "9rem",
    cell: ({ after }) => (after ? <VerdictMark verdict={after} /> : "not made"),
  },
];

/** Beside the exercise before, or another one. */
export function ChangesSince({ id }: { id: string }) {
  const [against, setAgainst] = useState("");
  const input = against === "" ? { id } : { id, against };
  const { data } = useQuery(optionsFor(compareRedteamRunsOp, input));
  const { data: runs } = useQuery(optionsFor(listRedteamRunsOp, { limit: 50 }));
  const others = runs?.items.filter((run) => run.status === "finished" && run.id !== id) ?? [];
  if (!data || others.length === 0) return null;
  const options = [
    { value: "", label: "the exercise before" },
    ...others.map((run) => ({ value: run.id, label: run.askedAt.slice(0, 16).replace("T", " ") })),
  ];
  return (
    <Section title="What changed">
      <Field label="Beside" className="mb-3 max-w-xs">
        <Select value={against} onChange={(event) => setAgainst(event.target.value)} options={options} />
      </Field>
      {data.against ? (
        <p className="mb-3 text-sm">
          {data.same} attacks ended as in the exercise of <Time at={data.against.askedAt} absolute />.
        </p>
      ) : null}
      <DataTable
        caption="Attacks that ended otherwise"
        columns={columns}
        rows={data.changes}
        rowKey={(change) => change.id}
        empty={
          <EmptyState title="No attack ended otherwise">
            {data.against ? "The two exercises agree." : "There is no exercise before this one."}
          </EmptyState>
        }
      />
    </Section>
  );
}
