"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { z } from "zod";
import { type Call, type CallPage, listCallsOp } from "@/lib/activity/contract";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { useHeldRows } from "./use-held-rows";

type Page = z.output<typeof CallPage>;
type Filters = z.input<typeof listCallsOp.input>;
/** Older pages, read on from the cursor of the first page as it stood then. */
type Older = { from: string; pages: readonly Page[] };

/** So many rows are kept; the list then goes on in an address of its own. */
const MOST_ROWS = 2_000;
/** This near to the last row the next page is read. */
const NEAR = 15;

const pages = new WeakMap<readonly Call[], Page>();

/**
 * The calls of a list that grows at both ends: new ones come in at its head, older ones are read as it is scrolled. While older ones are
 * there the head stands still and counts what comes, so that nothing is missing between them.
 */
export function useCallPages(first: Page, filters: Filters, still: boolean) {
  const queries = useQueryClient();
  const [older, setOlder] = useState<Older | null>(null);
  const [failed, setFailed] = useState<ReturnType<typeof problemOf>>(null);
  const [loading, setLoading] = useState(false);
  pages.set(first.items, first);
  const head = useHeldRows(first.items, still || older !== null);
  const from = (pages.get(head.source) ?? first).nextCursor;
  const read = older !== null && older.from === from ? older.pages : [];
  const last = read.at(-1) ?? pages.get(head.source) ?? first;
  const rows = read.length === 0 ? head.shown : [...head.shown, ...read.flatMap(({ items }) => items)];
  const full = rows.length >= MOST_ROWS;

  const turn = useRef(0);
  const drop = useCallback(() => {
    turn.current += 1;
    setOlder(null);
  }, []);

  const more = async () => {
    if (loading || full || from === null || last.nextCursor === null) return;
    const { current } = turn;
    setLoading(true);
    setFailed(null);
    try {
      const page = await queries.fetchQuery(optionsFor(listCallsOp, { ...filters, cursor: last.nextCursor }));
      // Whoever has gone back to the head meanwhile does not need it.
      if (turn.current === current) setOlder({ from, pages: [...read, page] });
    } catch (error) {
      setFailed(problemOf(error));
    }
    setLoading(false);
  };
  const latest = useRef(more);
  latest.current = more;
  // What was looked through without filling a page goes on only when it is asked to.
  const pulls = failed === null && last.searchedTo === null && last.nextCursor !== null && !full;
  const onRange = useCallback(
    (first: number, end: number) => {
      // Back at the head the list goes on by itself again.
      if (first === 0 && end < head.shown.length - NEAR) drop();
      else if (pulls && end >= rows.length - NEAR) void latest.current();
    },
    [pulls, rows.length, head.shown.length, drop],
  );
  const show = () => {
    // The older ones go, and with them the place in the list.
    if (older !== null) window.scrollTo({ top: 0 });
    drop();
    head.show();
  };
  return { ...head, show, rows, last, full, loading, failed, more, onRange, pulls };
}
