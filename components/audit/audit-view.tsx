"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import type { z } from "zod";
import { ChosenFilters } from "@/components/activity/chosen-filters";
import { FreshRows, openHere } from "@/components/activity/fresh-rows";
import { RangeDialog } from "@/components/activity/range-dialog";
import { type RangeName, ranges } from "@/components/activity/time-range";
import { useHeldRows } from "@/components/activity/use-held-rows";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import { type AuditFilters, listAuditOp } from "@/lib/audit/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { actionWords } from "./action-words";
import { auditColumns } from "./audit-columns";
import { EntryPeek } from "./entry-peek";
import { TreeState } from "./tree-state";

export type AuditPlace = {
  filters: z.output<typeof AuditFilters>;
  asked: Record<string, string | number | undefined>;
  range: RangeName | "custom";
  trail: string | undefined;
  mayErase: boolean;
};

const path = "/audit";
const live = { audit: [listAuditOp.id] };
const narrows = ["action", "targetId", "actorId", "from", "to"];
const defaults = { limit: 50, range: "30d" };

/** Who changed or decided what, newest first, each entry with the hash of its bytes. */
export function AuditView({ place }: { place: AuditPlace }) {
  const { data } = useSuspenseQuery(optionsFor(listAuditOp, place.filters));
  useLive(live, { active: place.filters.cursor === undefined && place.filters.to === undefined });
  const url = useUrlFilters({ path, filters: place.asked, defaults, narrows });
  const [first] = data.items;
  return (
    <div aria-busy={url.pending}>
      <TreeState />
      <AuditFilterBar place={place} url={url} />
      <ChosenFilters
        chosen={[
          {
            id: "targetId",
            label: "On",
            value: url.values.targetId && (first?.target.name || url.values.targetId),
            drop: () => url.set({ targetId: undefined }),
          },
          {
            id: "actorId",
            label: "By",
            value: url.values.actorId && (first?.actor.name || url.values.actorId),
            drop: () => url.set({ actorId: undefined }),
          },
        ]}
      />
      <EntryList key={JSON.stringify(place.filters)} place={place} clearHref={url.narrowed ? url.clearHref : null} />
    </div>
  );
}

const rangeWords = {
  ...Object.fromEntries(Object.entries(ranges).map(([name, { label }]) => [name, label])),
  custom: "Stated times…",
};

function AuditFilterBar({ place, url }: { place: AuditPlace; url: ReturnType<typeof useUrlFilters> }) {
  const [stating, setStating] = useState(false);
  const { from, to, action, targetId, actorId } = place.filters;
  const choose = ([chosen]: string[]) => {
    if (chosen === "custom") setStating(true);
    else url.set({ range: chosen, from: undefined, to: undefined });
  };
  return (
    <>
      <FilterBar
        facets={[
          { ...url.facet("range", "Time", rangeWords), value: [place.range], onChange: choose },
          url.facet("action", "What", actionWords),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      >
        <Button asChild size="sm">
          <a href={filterHref("/audit/export", { from, to, action, targetId, actorId })} download>
            <Download aria-hidden="true" />
            Export these
          </a>
        </Button>
        <Button asChild size="sm">
          <a href="/audit/export" download>
            <Download aria-hidden="true" />
            Export whole log
          </a>
        </Button>
      </FilterBar>
      {stating ? (
        <RangeDialog
          from={from}
          to={to}
          close={() => setStating(false)}
          apply={(range) => {
            setStating(false);
            url.set({ range: undefined, ...range });
          }}
        />
      ) : null}
    </>
  );
}

function EntryList({ place, clearHref }: { place: AuditPlace; clearHref: string | null }) {
  const { data } = useSuspenseQuery(optionsFor(listAuditOp, place.filters));
  const [peek, setPeek] = useQueryState("peek", parseAsString.withOptions({ history: "push" }));
  const rows = useHeldRows(data.items, peek !== null);
  const open = rows.shown.find(({ id }) => id === peek);
  const pages = pageHrefs({ path, filters: place.asked, defaults, trail: place.trail, nextCursor: data.nextCursor });
  const here = { cursor: place.filters.cursor };
  return (
    <>
      <div {...rows.bind} onClickCapture={(event) => openHere(event, setPeek)}>
        <FreshRows
          count={rows.fresh}
          what={rows.fresh === 1 ? "entry" : "entries"}
          show={rows.show}
          beside={peek !== null}
        />
        <DataTable
          caption="Audit entries"
          columns={auditColumns}
          rows={rows.shown}
          rowKey={(entry) => entry.id}
          rowHref={(entry) => filterHref(path, place.asked, { ...here, peek: entry.id }, defaults)}
          isCurrent={(entry) => entry.id === peek}
          empty={<NoEntries clearHref={clearHref} />}
        />
      </div>
      {rows.shown.length > 0 ? (
        <Pagination {...pages} shown={rows.shown.length} what={rows.shown.length === 1 ? "entry" : "entries"} />
      ) : null}
      {open ? (
        <EntryPeek entry={open} mayErase={place.mayErase} close={() => void setPeek(null, { history: "replace" })} />
      ) : null}
    </>
  );
}

function NoEntries({ clearHref }: { clearHref: string | null }) {
  return (
    <EmptyState
      title={clearHref ? "No entries match these filters" : "No entry in this time"}
      icon={<ScrollText aria-hidden="true" />}
      action={
        <Button asChild>
          <Link href={clearHref ?? filterHref(path, { range: "all" })}>
            {clearHref ? "Clear filters" : "Look at all time"}
          </Link>
        </Button>
      }
    >
      Whatever a person, a key or a point changes or decides is recorded in the same transaction, and cannot be altered
      or deleted afterwards.
    </EmptyState>
  );
}
