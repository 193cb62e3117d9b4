"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { type ApplicationSummary, listApplicationsOp } from "@/lib/applications/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";

const live = { audit: [listApplicationsOp.id] };

const columns: readonly Column<ApplicationSummary>[] = [
  {
    id: "title",
    header: "Application",
    cell: (app) => (
      <>
        <InlineUntrusted text={app.title} max={160} /> {app.enabled ? null : <Badge>disabled</Badge>}
      </>
    ),
  },
  {
    id: "answers",
    header: "Answers about",
    hideBelow: "md",
    wrap: true,
    cell: ({ subjectTypes, resourceTypes }) => (
      <code className="font-mono text-xs">
        {subjectTypes.join(", ")} → {resourceTypes.join(", ")}
      </code>
    ),
  },
  { id: "policies", header: "Policies", width: "6rem", align: "end", cell: (app) => formatCount(app.policies) },
  {
    id: "entities",
    header: "Entities",
    width: "6rem",
    align: "end",
    hideOnPhone: true,
    cell: (app) => formatCount(app.entities),
  },
  { id: "changed", header: "Changed", width: "8rem", hideBelow: "md", cell: (app) => <Time at={app.updatedAt} /> },
];

export function ApplicationsView({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listApplicationsOp, {}));
  useLive(live);
  return (
    <DataTable
      caption="Applications"
      columns={columns}
      rows={data.items}
      rowKey={(app) => app.id}
      rowHref={(app) => `/policies/applications/${encodeURIComponent(app.id)}`}
      empty={
        <EmptyState
          title="No applications yet"
          icon={<AppWindow aria-hidden="true" />}
          action={
            mayEdit ? (
              <Button asChild variant="primary">
                <Link href="/policies/applications/new">Add the first</Link>
              </Button>
            ) : null
          }
        >
          An application is a system of yours that asks through AuthZEN who may do what with its records. Until one is
          here, questions that are not about agents and tools are denied.
        </EmptyState>
      }
    />
  );
}
