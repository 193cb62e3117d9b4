"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { formatCount } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listReplaysOp, type Replay, startReplayOp } from "@/lib/replay/contract";
import { daysOf, statusWords } from "./replay-words";

const live = { audit: [listReplaysOp.id] };
type Listed = Omit<Replay, "result">;

/** Every replay, and a new one. */
export function ReplaysView({ mayStart }: { mayStart: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listReplaysOp, {}));
  useLive(live);
  return (
    <>
      {mayStart ? <StartReplay /> : null}
      <Section title="Replays">
        <DataTable
          caption="Replays"
          rows={data.items}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/policies/replay/${encodeURIComponent(id)}`}
          columns={columns}
          empty={
            <EmptyState title="Nothing was replayed yet" icon={<History aria-hidden="true" />}>
              A replay takes the calls that agents really made, and says which of them the draft would have allowed,
              held or denied otherwise than the policies in force.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

const columns: readonly Column<Listed>[] = [
  { id: "asked", header: "Asked for", cell: ({ askedAt }) => <Time at={askedAt} /> },
  { id: "by", header: "By", width: "12rem", hideBelow: "md", cell: ({ askedBy }) => askedBy },
  { id: "days", header: "Days", width: "6rem", align: "end", cell: (replay) => daysOf(replay) },
  { id: "calls", header: "Calls", width: "8rem", align: "end", cell: ({ total }) => formatCount(total) },
  {
    id: "draft",
    header: "Draft",
    width: "10rem",
    hideBelow: "lg",
    cell: ({ current }) => (current ? "the present one" : <span className="text-muted">changed since</span>),
  },
  { id: "status", header: "State", width: "12rem", cell: ({ status }) => statusWords[status] },
];

const spans = [1, 7, 30, 90];

function StartReplay() {
  const router = useRouter();
  const [days, setDays] = useState("7");
  const start = useMutation({
    mutationFn: () => call(startReplayOp, { days: Number(days) }),
    onSuccess: ({ id }) => router.push(`/policies/replay/${encodeURIComponent(id)}`),
  });
  return (
    <form
      className="mb-8 max-w-[40rem] space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!start.isPending) start.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Calls of the last" className="w-40">
          <Select
            value={days}
            options={spans.map((span) => ({ value: String(span), label: span === 1 ? "day" : `${span} days` }))}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" loading={start.isPending || start.isSuccess}>
          Replay the draft
        </Button>
      </div>
      <FormError problem={problemOf(start.error)} />
    </form>
  );
}
