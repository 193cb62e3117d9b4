"use client";

import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { z } from "zod";
import type { Operation } from "@/lib/shared/operation";
import { optionsFor } from "./query-options";

/** How often, while somebody scrolls, other pages may be asked for. */
const SETTLE_MS = 120;

type RowOf<Out extends z.ZodType> = z.output<Out> extends { items: (infer Row)[] } ? Row : never;

/**
 * The rows of a long list, of which only the pages in sight are loaded and kept current: a change costs a request or two,
 * however long the list is. `inputOf` says how a page of this size is asked for.
 */
export function usePagedRows<In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  size: number,
  inputOf: (page: number) => z.input<In>,
) {
  const queries = useQueryClient();
  const [pages, setPages] = useState<readonly number[]>([0]);
  const seen = useRef<readonly number[]>(pages);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onRange = useCallback(
    (first: number, last: number) => {
      seen.current = pagesOf(first, last, size);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        setPages((now) => (String(now) === String(seen.current) ? now : seen.current));
      }, SETTLE_MS);
    },
    [size],
  );

  const results = useQueries({
    queries: pages.map((page) => ({
      ...optionsFor(op, inputOf(page)),
      notifyOnChangeProps: ["data", "error"] as ("data" | "error")[],
    })),
  });
  // A page that is out of sight and not forgotten yet is shown as it was, until it is asked for again.
  const rowAt = (index: number): RowOf<Out> | undefined => {
    const { queryKey } = optionsFor(op, inputOf(Math.floor(index / size)));
    return queries.getQueryData<{ items: RowOf<Out>[] }>(queryKey)?.items[index % size];
  };
  const failed = results.find(({ data, error }) => error !== null && data === undefined);
  const problem = failed?.error ?? null;
  return { rowAt, onRange, problem, retry: () => void failed?.refetch() };
}

/** The pages of these rows, and the next one as soon as half of what is left of a page has been passed. */
function pagesOf(first: number, last: number, size: number): number[] {
  const from = Math.floor(Math.max(0, first - size / 2) / size);
  const to = Math.floor((last + size / 2) / size);
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
