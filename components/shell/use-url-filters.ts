"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import type { Facet } from "@/components/ui/filter-bar";
import { optionsOf } from "@/components/ui/options-of";
import { filterHref } from "@/lib/client/url-filters";

type Filters = Record<string, string | number | boolean | undefined>;

export type UrlFilters = {
  path: string;
  filters: Filters;
  /** Values that go without saying and are left out of the address. */
  defaults?: Filters;
  /** Names that narrow the list; clearing drops exactly these. */
  narrows: readonly string[];
};

/** Filters whose state is the address: what is chosen shows at once, and the page follows when the server has answered. */
export function useUrlFilters({ path, filters, defaults, narrows }: UrlFilters) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [values, showAlready] = useOptimistic(filters, (now, change: Filters) => ({ ...now, ...change }));
  const set = (change: Filters) =>
    start(() => {
      showAlready(change);
      router.replace(filterHref(path, values, change, defaults), { scroll: false });
    });
  const facet = (id: string, label: string, words: Record<string, string | { label: string }>): Facet => ({
    id,
    label,
    single: true,
    options: optionsOf(words),
    value: values[id] === undefined ? [] : [String(values[id])],
    onChange: ([chosen]) => set({ [id]: chosen }),
  });
  const search = (id: string, placeholder: string) => ({
    value: String(values[id] ?? ""),
    onChange: (text: string) => set({ [id]: text.trim() || undefined }),
    placeholder,
  });
  const nothing = Object.fromEntries(narrows.map((name) => [name, undefined]));
  return {
    pending,
    set,
    facet,
    search,
    values,
    narrowed: narrows.some((name) => filters[name] !== undefined && filters[name] !== ""),
    clear: () => set(nothing),
    clearHref: filterHref(path, filters, nothing, defaults),
  };
}
