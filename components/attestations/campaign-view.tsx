"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { BadgeCheck, CircleAlert, CircleDashed, Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { z } from "zod";
import { Owner } from "@/components/inventory/agent-columns";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { NoMatch } from "@/components/ui/empty-state";
import { Figure, FigureRow } from "@/components/ui/figure";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier, Status } from "@/components/ui/status";
import {
  type Attestation,
  type AttestationFilters,
  type Campaign,
  closeCampaignOp,
  getCampaignOp,
  listAttestationsOp,
  listCampaignsOp,
} from "@/lib/attestations/contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { attestationHref, campaignHref, contestedIn, stateWords } from "./attestation-words";

export type CampaignPlace = {
  filters: z.output<typeof AttestationFilters>;
  /** As the address has them, without the campaign. */
  asked: Record<string, string | number | undefined>;
  trail: string | undefined;
};

const live = { audit: [getCampaignOp.id, listAttestationsOp.id] };
const defaults = { limit: 50 };

const columns: readonly Column<Attestation>[] = [
  { id: "agent", header: "Agent", cell: ({ agent }) => <InlineUntrusted text={agent.name} /> },
  { id: "risk", header: "Risk", width: "6rem", cell: ({ agent }) => <RiskTier value={agent.riskTier} /> },
  { id: "owner", header: "Owner", width: "11rem", cell: ({ agent }) => <Owner person={agent.owner} /> },
  { id: "answer", header: "Answer", width: "12rem", wrap: true, cell: (row) => <AnswerState row={row} /> },
  {
    id: "note",
    header: "Note",
    wrap: true,
    hideBelow: "lg",
    cell: ({ answer }) => (answer?.note ? <InlineUntrusted text={answer.note} max={200} /> : null),
  },
];

function AnswerState({ row: { answer, overdue } }: { row: Attestation }) {
  if (answer === null) {
    return (
      <Status tone={overdue ? "deny" : "neutral"} icon={CircleDashed} label={overdue ? "Overdue" : "Not answered"} />
    );
  }
  const contested = contestedIn(answer);
  if (contested) return <Status tone="hold" icon={CircleAlert} label={contested} />;
  return <Status tone="allow" icon={BadgeCheck} label="Confirmed" />;
}

export function CampaignView({ place, mayManage }: { place: CampaignPlace; mayManage: boolean }) {
  const { id } = place.filters;
  const path = campaignHref(id);
  const { data: campaign } = useSuspenseQuery(optionsFor(getCampaignOp, { id }));
  const { data } = useSuspenseQuery(optionsFor(listAttestationsOp, place.filters));
  useLive(live);
  const url = useUrlFilters({ path, filters: place.asked, defaults, narrows: ["state"] });
  const pages = pageHrefs({ path, filters: place.asked, defaults, trail: place.trail, nextCursor: data.nextCursor });
  const { asked, answered, confirmed } = campaign.counts;
  return (
    <div className="space-y-6" aria-busy={url.pending}>
      {campaign.note ? (
        <p className="max-w-[72ch] text-sm">
          <InlineUntrusted text={campaign.note} max={1000} />
        </p>
      ) : null}
      <FigureRow>
        <Figure label="Answered" value={answered} note={`of ${asked}`} />
        <Figure label="Confirmed" value={confirmed} />
        <Figure label="Contested" value={answered - confirmed} />
      </FigureRow>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="quiet">
          <a href={`${path}/export`} download>
            <Download aria-hidden="true" />
            Export
          </a>
        </Button>
        {mayManage && campaign.closed === null ? <CloseCampaign campaign={campaign} /> : null}
      </div>
      <FilterBar facets={[url.facet("state", "Answer", stateWords)]} onClear={url.clear} />
      <DataTable
        caption="Agents of the campaign"
        columns={columns}
        rows={data.items}
        rowKey={({ agent }) => agent.id}
        rowHref={attestationHref}
        empty={
          <NoMatch
            what="agents"
            clear={
              <Button asChild>
                <Link href={path}>Clear filters</Link>
              </Button>
            }
          />
        }
      />
      <Pagination
        {...pages}
        shown={data.items.length}
        total={data.total}
        what={data.total === 1 ? "agent" : "agents"}
      />
    </div>
  );
}

function CloseCampaign({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const close = useMutation({
    mutationFn: (reason: string) => call(closeCampaignOp, { id: campaign.id, reason }),
    onSuccess: async () => {
      setOpen(false);
      for (const { id } of [getCampaignOp, listCampaignsOp, listAttestationsOp]) {
        await queries.invalidateQueries({ queryKey: [id] });
      }
    },
  });
  return (
    <ReasonDialog
      open={open}
      onOpenChange={(now) => {
        setOpen(now);
        close.reset();
      }}
      trigger={<Button>Close it…</Button>}
      title={`Close ${campaign.title}`}
      description="Nothing more is answered in it. What was said stays, and so do its findings."
      hint="Kept in the audit log."
      act="Close the campaign"
      busy={close.isPending}
      problem={problemOf(close.error)}
      onGive={(reason) => close.mutate(reason)}
    />
  );
}
