"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { type ChangeRequest, listChangesOp } from "@/lib/changes/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { ChangeState, changeKindWords } from "./change-looks";
import { changeHref } from "./tell-proposed";

const live = { audit: [listChangesOp.id] };

const columns: readonly Column<ChangeRequest>[] = [
  { id: "title", header: "Change", wrap: true, cell: (change) => change.title },
  { id: "kind", header: "Of", width: "13rem", hideBelow: "lg", cell: (change) => changeKindWords[change.kind] },
  { id: "by", header: "Asked by", width: "11rem", hideBelow: "md", cell: (change) => change.askedByName },
  { id: "at", header: "Asked", width: "8rem", hideBelow: "md", cell: (change) => <Time at={change.askedAt} /> },
  { id: "status", header: "State", width: "14rem", cell: (change) => <ChangeState status={change.status} /> },
];

type Filters = { cursor?: string };

/** Every change that would weaken enforcement, the newest first; none disappears. */
export function ChangesView({ filters, trail }: { filters: Filters; trail: string | undefined }) {
  const { data } = useSuspenseQuery(optionsFor(listChangesOp, filters));
  useLive(live);
  const pages = pageHrefs({ path: "/policies/changes", filters, trail, nextCursor: data.nextCursor });
  return (
    <>
      <DataTable
        caption="Changes that weaken enforcement"
        columns={columns}
        rows={data.items}
        rowKey={(change) => change.id}
        rowHref={changeHref}
        empty={
          <EmptyState title="Nobody has asked to weaken anything" icon={<ShieldAlert aria-hidden="true" />}>
            A publication, rule or setting that weakens enforcement waits here until a second person has confirmed it by
            passkey. What is neutral or stricter takes effect at once.
          </EmptyState>
        }
      />
      {data.items.length > 0 ? (
        <Pagination {...pages} shown={data.items.length} what={data.items.length === 1 ? "change" : "changes"} />
      ) : null}
    </>
  );
}
