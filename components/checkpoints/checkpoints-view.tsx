"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { Kbd } from "@/components/ui/kbd";
import { Pagination } from "@/components/ui/pagination";
import { RowKeys } from "@/components/ui/row-keys";
import {
  type CheckpointFilters,
  type CheckpointSummary,
  countCheckpointsOp,
  listCheckpointsOp,
} from "@/lib/checkpoints/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { InboxRow } from "./inbox-row";
import { useSteadyRows } from "./use-steady-rows";

export type InboxFilters = z.output<typeof CheckpointFilters>;

const ops = [listCheckpointsOp.id, countCheckpointsOp.id];
const live = { control: ops, audit: ops };
const path = "/checkpoints";
const defaults = { box: "open", limit: 200 };

/** The inbox. Rows stand still while someone points at them, and what has ended stays in sight. */
export function CheckpointsView({ filters }: { filters: InboxFilters }) {
  const { data } = useSuspenseQuery(optionsFor(listCheckpointsOp, filters));
  useLive(live);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const whole = data.nextCursor === null && filters.cursor === undefined;
  const openBox = filters.box !== "closed" && filters.box !== "all";
  const fresh = data.items;
  const rows = useSteadyRows(fresh, JSON.stringify(filters), pointed || focused);
  const ended = useEnded(openBox && rows.gone.size > 0);
  if (rows.shown.length === 0 && rows.waiting === 0) return <NoRequests filters={filters} />;
  return (
    <>
      <Above
        filters={filters}
        whole={whole && openBox}
        shown={fresh.length}
        waiting={rows.waiting}
        letIn={rows.letIn}
      />
      <RowKeys>
        <ul
          aria-label="Requests"
          className="border-rule border-t-[1.5px]"
          onPointerEnter={(event) => setPointed(event.pointerType !== "touch")}
          onPointerLeave={() => setPointed(false)}
          onFocus={() => setFocused(true)}
          onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
        >
          {rows.shown.map((row) => {
            const end = rows.gone.has(row.id) ? ended.get(row.id) : undefined;
            return <InboxRow key={row.id} row={end ?? row} gone={rows.gone.has(row.id) && end === undefined} />;
          })}
        </ul>
      </RowKeys>
      {whole ? null : (
        <Pagination
          what="requests"
          shown={data.items.length}
          previousHref={filters.cursor ? filterHref(path, filters, {}, defaults) : undefined}
          nextHref={data.nextCursor ? filterHref(path, filters, { cursor: data.nextCursor }, defaults) : undefined}
        />
      )}
    </>
  );
}

/** How those that have just left the list ended. Asked only once some have. */
function useEnded(needed: boolean): ReadonlyMap<string, CheckpointSummary> {
  const { data } = useQuery({ ...optionsFor(listCheckpointsOp, { box: "closed", limit: 50 }), enabled: needed });
  return new Map(data?.items.map((row) => [row.id, row]));
}

type AboveProps = { filters: InboxFilters; whole: boolean; shown: number; waiting: number; letIn: () => void };

/** One line of fixed height, so that what it says never moves the rows below it. */
function Above({ filters, whole, shown, waiting, letIn }: AboveProps) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 text-muted text-xs">
      <p role="status" className="tabular">
        {waiting > 0 ? (
          <Button size="sm" onClick={letIn}>
            Show {plural(waiting, "new request")}
          </Button>
        ) : (
          `${plural(shown, "request")}${whole ? ", the gravest and soonest first" : ", newest first"}`
        )}
      </p>
      {filters.agentId ? (
        <Link
          href={filterHref(path, filters, { agentId: undefined }, defaults)}
          className="text-accent hover:underline"
        >
          Of one agent only. Show all agents
        </Link>
      ) : (
        <p className="max-sm:hidden">
          <Kbd>J</Kbd> <Kbd>K</Kbd> to move, <Kbd>Enter</Kbd> to open
        </p>
      )}
    </div>
  );
}

const nothing: Record<InboxFilters["box"], { title: string; words: string }> = {
  mine: {
    title: "Nothing waits for you",
    words: "Calls that policy holds and that you may decide come here by themselves.",
  },
  team: {
    title: "Nothing waits for your colleagues",
    words: "Calls that somebody of your role may decide come here by themselves.",
  },
  snoozed: {
    title: "Nothing is put aside",
    words: "What you put aside comes back to you by itself, before it expires.",
  },
  open: {
    title: "Nothing waits",
    words: "Calls that policy holds for people come here by themselves, as they are held.",
  },
  closed: {
    title: "Nothing was decided yet",
    words: "Every request stays here after it has ended, with who decided and why.",
  },
  all: { title: "No call was ever held", words: "A forbid with @checkpoint holds calls until people have agreed." },
};

function NoRequests({ filters }: { filters: InboxFilters }) {
  const { title, words } = nothing[filters.box];
  return (
    <EmptyState
      title={title}
      icon={<Hand aria-hidden="true" />}
      action={
        filters.agentId ? (
          <Button asChild>
            <Link href={filterHref(path, filters, { agentId: undefined }, defaults)}>Show all agents</Link>
          </Button>
        ) : filters.box === "all" ? (
          <Button asChild>
            <Link href="/policies/rules">Checkpoint rules</Link>
          </Button>
        ) : null
      }
    >
      {words}
    </EmptyState>
  );
}
