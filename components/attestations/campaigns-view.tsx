"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { type Campaign, listCampaignsOp } from "@/lib/attestations/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { campaignHref, sayScope } from "./attestation-words";
import { StartCampaign } from "./start-campaign";

const live = { audit: [listCampaignsOp.id] };

const columns: readonly Column<Campaign>[] = [
  { id: "title", header: "Campaign", wrap: true, cell: ({ title }) => <InlineUntrusted text={title} /> },
  {
    id: "scope",
    header: "Asks about",
    wrap: true,
    hideBelow: "lg",
    cell: ({ scope }) => <InlineUntrusted text={sayScope(scope)} />,
  },
  {
    id: "answered",
    header: "Answered",
    width: "8rem",
    cell: ({ counts }) => `${formatCount(counts.answered)} of ${formatCount(counts.asked)}`,
  },
  {
    id: "yours",
    header: "Yours to answer",
    width: "8rem",
    cell: ({ counts, closed }) =>
      closed || counts.yours === 0 ? <span className="text-faint">none</span> : counts.yours,
  },
  {
    id: "due",
    header: "By",
    width: "8rem",
    align: "end",
    cell: ({ dueAt, closed }) => (closed ? <span className="text-muted">closed</span> : <Time at={dueAt} />),
  },
];

export function CampaignsView({ mayManage }: { mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listCampaignsOp, {}));
  useLive(live);
  return (
    <div className="space-y-4">
      {mayManage ? <StartCampaign /> : null}
      <DataTable
        caption="Campaigns"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => campaignHref(id)}
        empty={
          <EmptyState title="Nobody was asked yet" icon={<BadgeCheck aria-hidden="true" />}>
            A campaign asks the owners of agents by a date: is it still needed, is it still yours, is its scope still
            right? What they may use and never did is shown to them.
          </EmptyState>
        }
      />
    </div>
  );
}
