"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { FileCheck } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPacksOp, type PackSummary } from "@/lib/compliance/pack-contract";
import { BuildPack } from "./build-pack";
import { packWords, sizeWords } from "./pack-words";

const live = { audit: [listPacksOp.id] };

/** Every pack, and a new one. */
export function PacksView({ today, mayBuild }: { today: string; mayBuild: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listPacksOp, {}));
  useLive(live);
  return (
    <>
      <BuildPack today={today} mayBuild={mayBuild} />
      <Section title="Packs">
        <DataTable
          caption="Audit packs"
          rows={data.items}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/compliance/packs/${encodeURIComponent(id)}`}
          columns={columns}
          empty={
            <EmptyState title="No pack was built yet" icon={<FileCheck aria-hidden="true" />}>
              A pack is one file for an auditor: controls, records and their proofs, signed, and verified without this
              console.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

const columns: readonly Column<PackSummary>[] = [
  { id: "framework", header: "Framework", wrap: true, cell: ({ framework }) => framework.title },
  { id: "period", header: "Period", width: "14rem", cell: ({ from, to }) => `${from} to ${to}` },
  {
    id: "scope",
    header: "Agents",
    width: "8rem",
    hideBelow: "lg",
    cell: ({ agents }) => (agents.length === 0 ? "all" : `${agents.length} chosen`),
  },
  { id: "asked", header: "Asked for", width: "9rem", hideBelow: "md", cell: ({ askedAt }) => <Time at={askedAt} /> },
  { id: "size", header: "Size", width: "7rem", align: "end", cell: ({ bytes }) => sizeWords(bytes) },
  { id: "status", header: "State", width: "10rem", cell: ({ status }) => packWords[status] },
];
