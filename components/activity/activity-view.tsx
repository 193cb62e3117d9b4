"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useRef, useState } from "react";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { ViewsMenuViewer } from "@/components/views/views-menu";
import { listCallsOp } from "@/lib/activity/contract";
import { countCallsOp, FacetName } from "@/lib/activity/explorer-contract";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { ActivityFilters, activityDefaults as defaults } from "./activity-filters";
import type { ActivityPlace } from "./activity-place";
import { callColumns, callColumnsOfAgent } from "./call-columns";
import { CallHistogram } from "./call-histogram";
import { CallPeek } from "./call-peek";
import { FreshRows, focusRow, openHere } from "./fresh-rows";
import { ListEnd } from "./list-end";
import type { RangeName } from "./time-range";
import { TimeShown } from "./time-shown";
import { useCallPages } from "./use-call-pages";

const listLive = { activity: [listCallsOp.id], audit: [listCallsOp.id] };
const countLive = { activity: [countCallsOp.id] };
const narrows = [...FacetName.options, "q", "traceId", "source", "from", "to"];

/** Tool calls, newest first. On the first page of an open-ended time they come in as they are decided. */
export function ActivityView({ place, viewer }: { place: ActivityPlace; viewer?: ViewsMenuViewer }) {
  const { cursor: _, limit: __, ...counted } = place.filters;
  const counts = useQuery({ ...optionsFor(countCallsOp, counted), placeholderData: keepPreviousData });
  const [following, follow] = useState(true);
  const mayFollow = place.filters.cursor === undefined && place.filters.to === undefined;
  // While it is paused it goes on listening, and says how many wait.
  useLive(listLive, { active: mayFollow });
  useLive(countLive, { active: following && place.filters.to === undefined, everyMs: 10_000 });
  const url = useUrlFilters({ path: place.path, filters: place.asked, defaults, narrows });
  const narrow = (from: Date, to: Date) =>
    url.set({ range: undefined, from: from.toISOString(), to: to.toISOString() });
  return (
    <div aria-busy={url.pending}>
      <ActivityFilters
        place={place}
        url={url}
        counts={counts.data}
        old={counts.isPlaceholderData}
        live={following}
        follow={follow}
        mayFollow={mayFollow}
        viewer={viewer}
      />
      <TimeShown from={place.filters.from} to={place.filters.to} />
      <CallHistogram
        counts={counts.data}
        old={counts.isPlaceholderData}
        problem={problemOf(counts.error)}
        retry={() => void counts.refetch()}
        narrow={narrow}
      />
      {/* Other filters make another list: what was held in place of the old one must not stay. */}
      <CallList
        key={JSON.stringify(place.filters)}
        place={place}
        paused={!following}
        narrowed={url.narrowed}
        clearHref={url.clearHref}
      />
    </div>
  );
}

type CallListProps = { place: ActivityPlace; paused: boolean; narrowed: boolean; clearHref: string };

function CallList({ place, paused, narrowed, clearHref }: CallListProps) {
  const { data } = useSuspenseQuery(optionsFor(listCallsOp, place.filters));
  const [peek, setPeek] = useQueryState("peek", parseAsString.withOptions({ history: "push" }));
  const list = useCallPages(data, place.filters, paused || peek !== null);
  const { rows } = list;
  const pages = pageHrefs({ ...place, filters: place.asked, defaults, nextCursor: list.last.nextCursor });
  const peekHref = (id: string) =>
    filterHref(place.path, place.asked, { peek: id, cursor: place.filters.cursor }, defaults);
  const box = useRef<HTMLDivElement>(null);
  const go = useCallback(
    (id: string | null) => {
      if (id === null) focusRow(box.current, peek);
      void setPeek(id, { history: "replace" });
    },
    [setPeek, peek],
  );
  return (
    <>
      <div ref={box} {...list.bind} onClickCapture={(event) => openHere(event, setPeek)}>
        <FreshRows
          count={list.fresh}
          what={list.fresh === 1 ? "call" : "calls"}
          orMore={list.fresh >= place.filters.limit}
          show={list.show}
          beside={peek !== null}
        />
        <VirtualTable
          caption="Tool calls"
          columns={place.agentId === undefined ? callColumns : callColumnsOfAgent}
          count={rows.length}
          rowAt={(index) => rows[index]}
          onRange={list.onRange}
          rowKey={(call) => call.id}
          rowHref={(call) => peekHref(call.id)}
          isCurrent={(call) => call.id === peek}
          empty={narrowed ? <NoCallMatches clearHref={clearHref} /> : <NoCalls range={place.range} path={place.path} />}
        />
      </div>
      {rows.length > 0 || list.last.nextCursor !== null ? (
        <ListEnd
          count={rows.length}
          last={list.last}
          onHref={list.full ? pages.nextHref : undefined}
          newestHref={place.filters.cursor ? filterHref(place.path, place.asked, {}, defaults) : undefined}
          loading={list.loading}
          failed={list.failed}
          more={() => void list.more()}
        />
      ) : null}
      {peek === null ? null : <CallPeek id={peek} rows={rows} go={go} />}
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
