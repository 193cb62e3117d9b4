"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ackLook } from "@/components/policy/ack-look";
import { Badge } from "@/components/ui/badge";
import { Identifier } from "@/components/ui/code-block";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { Status } from "@/components/ui/status";
import { Duration, Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listAcksOp } from "@/lib/enforcement/contract";
import { getBundleOp, listBundlesOp } from "@/lib/policy/contract";
import { path as pathOf } from "@/lib/shared/operation";
import { ackWords, countAcks } from "./ack-words";
import { sentence } from "./policy-problems";
import { RevertRevision } from "./revert-revision";

const live = { control: [listBundlesOp.id, listAcksOp.id], points: [listAcksOp.id], audit: [listBundlesOp.id] };

/** Every signed bundle, newest first, and what the points said of the one that is open. */
export function RevisionsView({ open, mayPublish }: { open: number | null; mayPublish: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listBundlesOp, {}));
  useLive(live);
  const newest = data.items[0]?.revision;
  const published = data.items.find(({ cause }) => cause === "published")?.revision;
  const columns: readonly Column<(typeof data.items)[number]>[] = [
    {
      id: "revision",
      header: "Revision",
      width: "9rem",
      cell: (bundle) => (
        <span className="inline-flex items-center gap-2">
          {bundle.revision}
          {bundle.revision === newest ? <Badge>newest</Badge> : null}
        </span>
      ),
    },
    {
      id: "cause",
      header: "Why",
      wrap: true,
      cell: (bundle) =>
        bundle.rollOutId ? (
          <span className="text-muted">
            For a{" "}
            <Link href={`/policies/rollouts/${encodeURIComponent(bundle.rollOutId)}`} className="underline">
              roll-out
            </Link>
            {bundle.note ? `: ${bundle.note}` : null}
          </span>
        ) : bundle.cause === "published" ? (
          bundle.note || "Published"
        ) : (
          <span className="text-muted">{sentence(bundle.note || "the inventory changed")} Same policies.</span>
        ),
    },
    { id: "by", header: "By", width: "12rem", hideBelow: "md", cell: (bundle) => bundle.createdByName },
    { id: "at", header: "Signed", width: "8rem", cell: (bundle) => <Time at={bundle.createdAt} /> },
    {
      id: "holds",
      header: "Policies / agents / tools",
      width: "11rem",
      align: "end",
      hideBelow: "lg",
      cell: (bundle) => `${bundle.policies} / ${bundle.agents} / ${bundle.tools}`,
    },
    {
      id: "digest",
      header: "Digest",
      width: "14rem",
      hideBelow: "xl",
      cell: (bundle) => <Identifier value={bundle.contentDigest} />,
    },
  ];
  return (
    <>
      {open === null ? null : <RevisionPoints revision={open} />}
      {open !== null && mayPublish && published !== undefined && open < published ? (
        <div className="mb-6">
          <RevertRevision key={open} revision={open} published={published} />
        </div>
      ) : null}
      <DataTable
        caption="Revisions"
        rows={data.items}
        rowKey={(bundle) => String(bundle.revision)}
        rowHref={(bundle) => `/policies/revisions?open=${bundle.revision}`}
        isCurrent={(bundle) => bundle.revision === open}
        columns={columns}
        empty={
          <EmptyState title="Nothing was ever published">
            A revision is one signed bundle of every policy in force with the inventory of that moment.
          </EmptyState>
        }
      />
    </>
  );
}

function RevisionPoints({ revision }: { revision: number }) {
  const { data } = useSuspenseQuery(optionsFor(listAcksOp, { revision }));
  return (
    <Section
      title={`Revision ${revision}`}
      description={ackWords(countAcks(data.points))}
      actions={
        <a
          href={`/api${pathOf(getBundleOp).replace("{revision}", String(revision))}`}
          className="inline-flex min-h-6 items-center text-accent text-sm hover:underline"
        >
          The signed bundle as points receive it
        </a>
      }
    >
      <DataTable
        caption={`Points and revision ${revision}`}
        rows={data.points}
        rowKey={(point) => point.pepId}
        columns={[
          {
            id: "name",
            header: "Point",
            cell: (point) => (
              <Link href={`/points/${encodeURIComponent(point.pepId)}`} className="hover:underline">
                {point.pepName}
              </Link>
            ),
          },
          { id: "result", header: "Answer", width: "9rem", cell: (point) => <Status {...ackLook(point.result)} /> },
          {
            id: "ms",
            header: "After",
            width: "7rem",
            align: "end",
            cell: (point) => (point.ms === null ? "–" : <Duration ms={point.ms} />),
          },
          { id: "reason", header: "Reason", wrap: true, cell: (point) => point.reason ?? "" },
        ]}
        empty={<p className="py-3 text-muted text-sm">No point was there to be told.</p>}
      />
    </Section>
  );
}
