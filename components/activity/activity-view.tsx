"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { listCallsOp } from "@/lib/activity/contract";
import { countCallsOp, FacetName } from "@/lib/activity/explorer-contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { ActivityFilters } from "./activity-filters";
import type { ActivityPlace } from "./activity-place";
import { callColumns, callColumnsOfAgent } from "./call-columns";
import { CallHistogram } from "./call-histogram";
import { CallPeek } from "./call-peek";
import { FreshRows, openHere } from "./fresh-rows";
import type { RangeName } from "./time-range";
import { TimeShown } from "./time-shown";
import { useHeldRows } from "./use-held-rows";

const listLive = { activity: [listCallsOp.id], audit: [listCallsOp.id] };
const countLive = { activity: [countCallsOp.id] };
const narrows = [...FacetName.options, "q", "traceId", "source", "from", "to"];
const defaults = { limit: 50, range: "24h" };

/** Tool calls, newest first. On the first page of an open-ended time they come in as they are decided. */
export function ActivityView({ place }: { place: ActivityPlace }) {
  const { cursor: _, limit: __, ...counted } = place.filters;
  const { data: counts } = useQuery({ ...optionsFor(countCallsOp, counted), placeholderData: keepPreviousData });
  const [following, follow] = useState(true);
  const mayFollow = place.filters.cursor === undefined && place.filters.to === undefined;
  useLive(listLive, { active: following && mayFollow });
  useLive(countLive, { active: following && place.filters.to === undefined, everyMs: 10_000 });
  const url = useUrlFilters({ path: place.path, filters: place.asked, defaults, narrows });
  const narrow = (from: Date, to: Date) =>
    url.set({ range: undefined, from: from.toISOString(), to: to.toISOString() });
  return (
    <div aria-busy={url.pending}>
      <ActivityFilters place={place} url={url} counts={counts} live={following} follow={follow} mayFollow={mayFollow} />
      <TimeShown from={place.filters.from} to={place.filters.to} />
      <CallHistogram counts={counts} narrow={narrow} />
      {/* Other filters make another list: what was held in place of the old one must not stay. */}
      <CallList key={JSON.stringify(place.filters)} place={place} narrowed={url.narrowed} clearHref={url.clearHref} />
    </div>
  );
}

type CallListProps = { place: ActivityPlace; narrowed: boolean; clearHref: string };

function CallList({ place, narrowed, clearHref }: CallListProps) {
  const { data } = useSuspenseQuery(optionsFor(listCallsOp, place.filters));
  const [peek, setPeek] = useQueryState("peek", parseAsString.withOptions({ history: "push" }));
  const rows = useHeldRows(data.items, peek !== null);
  const pages = pageHrefs({ ...place, filters: place.asked, defaults, nextCursor: data.nextCursor });
  const peekHref = (id: string) =>
    filterHref(place.path, place.asked, { peek: id, cursor: place.filters.cursor }, defaults);
  return (
    <>
      <div {...rows.bind} onClickCapture={(event) => openHere(event, setPeek)}>
        <FreshRows
          count={rows.fresh}
          what={rows.fresh === 1 ? "call" : "calls"}
          show={rows.show}
          beside={peek !== null}
        />
        <DataTable
          caption="Tool calls"
          columns={place.agentId === undefined ? callColumns : callColumnsOfAgent}
          rows={rows.shown}
          rowKey={(call) => call.id}
          rowHref={(call) => peekHref(call.id)}
          isCurrent={(call) => call.id === peek}
          empty={narrowed ? <NoCallMatches clearHref={clearHref} /> : <NoCalls range={place.range} path={place.path} />}
        />
      </div>
      {rows.shown.length > 0 ? (
        <Pagination {...pages} shown={rows.shown.length} what={rows.shown.length === 1 ? "call" : "calls"} />
      ) : null}
      {peek === null ? null : (
        <CallPeek id={peek} rows={rows.shown} go={(id) => void setPeek(id, { history: "replace" })} />
      )}
    </>
  );
}

function NoCallMatches({ clearHref }: { clearHref: string }) {
  return (
    <NoMatch
      what="calls"
      clear={
        <Button asChild>
          <Link href={clearHref}>Clear filters</Link>
        </Button>
      }
    />
  );
}

function NoCalls({ range, path }: { range: RangeName | "custom"; path: string }) {
  const older = range !== "all" && range !== "custom";
  return (
    <EmptyState
      title={older ? "No call was reported in this time" : "No call was ever reported"}
      icon={<Activity aria-hidden="true" />}
      action={
        older ? (
          <Button asChild>
            <Link href={filterHref(path, { range: "all" })}>Look at all time</Link>
          </Button>
        ) : (
          <Button asChild>
            <Link href="/points">Connect a point</Link>
          </Button>
        )
      }
    >
      Each tool call that an enforcement point decides appears here within a second, with what came of it.
    </EmptyState>
  );
}
