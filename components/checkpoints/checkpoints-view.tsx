"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format-number";
import { Kbd } from "@/components/ui/kbd";
import { Pagination } from "@/components/ui/pagination";
import { RowKeys } from "@/components/ui/row-keys";
import { usePickKeys } from "@/components/ui/use-picked";
import { type CheckpointSummary, countCheckpointsOp, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import { BulkBar } from "./bulk-bar";
import { InboxFilters as FilterLine } from "./inbox-filters";
import { InboxLine } from "./inbox-line";
import { type InboxFilters, inboxDefaults, inboxPath, isNarrowed, isOpenBox } from "./inbox-place";
import { NotifyButton } from "./notify-button";
import { useChosen } from "./use-chosen";
import { useSteadyRows } from "./use-steady-rows";

const ops = [listCheckpointsOp.id, countCheckpointsOp.id];
const live = { control: ops, audit: ops };

type Props = { filters: InboxFilters; trail: string | undefined; viewerId: string };

/** The inbox. Rows stand still while someone points at them, and what has ended stays in sight. */
export function CheckpointsView({ filters, trail, viewerId }: Props) {
  return (
    <>
      <FilterLine filters={filters} />
      <Requests key={JSON.stringify(filters)} filters={filters} trail={trail} viewerId={viewerId} />
    </>
  );
}

function Requests({ filters, trail, viewerId }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listCheckpointsOp, filters));
  useLive(live);
  const box = useRef<HTMLUListElement>(null);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const open = isOpenBox(filters.box);
  const choice = useChosen(filters);
  const rows = useSteadyRows(data.items, JSON.stringify(filters), pointed || focused || choice.chosen.size > 0);
  const ended = useEnded(open && rows.gone.size > 0);
  usePickKeys(box, choice.clear);
  const pages = pageHrefs({ path: inboxPath, filters, defaults: inboxDefaults, trail, nextCursor: data.nextCursor });
  if (rows.shown.length === 0 && rows.waiting === 0) return <NoRequests filters={filters} />;
  return (
    <>
      <Above open={open} shown={data.items.length} waiting={rows.waiting} letIn={rows.letIn} />
      <RowKeys>
        <ul
          ref={box}
          aria-label="Requests"
          className="border-rule border-t-[1.5px]"
          onPointerEnter={(event) => setPointed(event.pointerType !== "touch")}
          onPointerLeave={() => setPointed(false)}
          onFocus={() => setFocused(true)}
          onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
        >
          {rows.shown.map((row) => {
            const end = rows.gone.has(row.id) ? ended.get(row.id) : undefined;
            const gone = rows.gone.has(row.id) && end === undefined;
            return (
              <InboxLine
                key={row.id}
                row={end ?? row}
                gone={gone}
                filters={filters}
                viewerId={viewerId}
                chosen={choice.chosen}
                choose={choice.choose}
              />
            );
          })}
        </ul>
      </RowKeys>
      {pages.nextHref || pages.previousHref ? <Pagination what="lines" shown={data.items.length} {...pages} /> : null}
      <BulkBar chosen={choice.chosen} clear={choice.clear} />
    </>
  );
}

/** How those that have just left the list ended. Asked only once some have. */
function useEnded(needed: boolean): ReadonlyMap<string, CheckpointSummary> {
  const { data } = useQuery({ ...optionsFor(listCheckpointsOp, { box: "closed", limit: 50 }), enabled: needed });
  return new Map(data?.items.map((row) => [row.id, row]));
}

type AboveProps = { open: boolean; shown: number; waiting: number; letIn: () => void };

/** One line of fixed height, so that what it says never moves the rows below it. */
function Above({ open, shown, waiting, letIn }: AboveProps) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 text-muted text-xs">
      <p role="status" className="tabular">
        {waiting > 0 ? (
          <Button size="sm" onClick={letIn}>
            Show {plural(waiting, "new request")}
          </Button>
        ) : (
          `${plural(shown, "line")}, ${open ? "the gravest and soonest first" : "newest first"}`
        )}
      </p>
      <p className="flex items-center gap-1.5">
        <span className="max-lg:hidden">
          <Kbd>J</Kbd> <Kbd>K</Kbd> to move, <Kbd>Enter</Kbd> to open, <Kbd>X</Kbd> to choose
        </span>
        <NotifyButton />
      </p>
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
  if (isNarrowed(filters))
    return (
      <NoMatch
        what="requests"
        clear={
          <Button asChild>
            <Link href={filterHref(inboxPath, { box: filters.box }, {}, inboxDefaults)}>Show all of this box</Link>
          </Button>
        }
      />
    );
  return (
    <EmptyState
      title={title}
      icon={<Hand aria-hidden="true" />}
      action={
        filters.box === "all" ? (
          <Button asChild>
            <Link href="/policies/rules">Checkpoint rules</Link>
          </Button>
        ) : filters.box === "mine" ? (
          <NotifyButton />
        ) : null
      }
    >
      {words}
    </EmptyState>
  );
}
