"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listReportsOp, makeReportOp, type ReportSummary } from "@/lib/reports/contract";
import { ReportKind } from "@/lib/reports/document-contract";
import { kindWords } from "./report-words";

const live = { audit: [listReportsOp.id] };
const hrefOf = (id: string): string => `/reports/${encodeURIComponent(id)}`;

/** The kinds, each with its button; below them what was written. */
export function ReportsView({ mayMake }: { mayMake: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listReportsOp, {}));
  useLive(live);
  return (
    <>
      {mayMake ? <MakeReport /> : null}
      <Section title="Written reports">
        <DataTable
          caption="Reports"
          rows={data.items}
          rowKey={({ id }) => id}
          rowHref={({ id }) => hrefOf(id)}
          columns={columns}
          empty={
            <EmptyState title="No report was written yet" icon={<FileText aria-hidden="true" />}>
              A report is written from what Gatehouse holds at that moment, dated and signed. It never changes
              afterwards.
            </EmptyState>
          }
        />
        {data.nextCursor ? (
          <p className="mt-2 text-muted text-xs">These are the newest {data.items.length}; the API has the others.</p>
        ) : null}
      </Section>
    </>
  );
}

function MakeReport() {
  const router = useRouter();
  const make = useMutation({
    mutationFn: (kind: ReportKind) => call(makeReportOp, { kind }),
    onSuccess: ({ id }) => router.push(hrefOf(id)),
  });
  return (
    <Section title="A new report">
      <ul className="divide-y divide-line border-line border-y">
        {ReportKind.options.map((kind) => (
          <li key={kind} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 max-w-[64ch] flex-1 basis-64">
              <h3 className="font-medium text-sm">{kindWords[kind].title}</h3>
              <p className="text-muted text-sm">{kindWords[kind].about}</p>
            </div>
            <Button
              aria-label={`Write the ${kindWords[kind].title.toLowerCase()}`}
              loading={make.variables === kind && (make.isPending || make.isSuccess)}
              disabled={make.isPending || make.isSuccess}
              onClick={() => make.mutate(kind)}
            >
              Write it
            </Button>
          </li>
        ))}
      </ul>
      <FormError problem={problemOf(make.error)} />
    </Section>
  );
}

const columns: readonly Column<ReportSummary>[] = [
  { id: "title", header: "Report", width: "16rem", wrap: true, cell: ({ title }) => title },
  { id: "verdict", header: "In short", wrap: true, hideBelow: "md", cell: ({ verdict }) => verdict },
  { id: "asOf", header: "As of", width: "9rem", cell: ({ asOf }) => <Time at={asOf} /> },
  { id: "by", header: "Written for", width: "10rem", hideBelow: "lg", cell: ({ madeByName }) => madeByName },
];
