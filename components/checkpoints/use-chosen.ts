"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CheckpointSummary, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { alikeOf, type InboxFilters } from "./inbox-place";

export type Chosen = ReadonlyMap<string, CheckpointSummary>;
const none: Chosen = new Map();

/** Which requests are chosen. A folded line stands for all of its requests, so choosing it chooses them. */
export function useChosen(filters: InboxFilters) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(none);
  const change = (some: readonly CheckpointSummary[], on: boolean) =>
    setChosen((now) => {
      const next = new Map(now);
      for (const row of some)
        if (on && row.mine && row.status === "pending") next.set(row.id, row);
        else next.delete(row.id);
      return next;
    });
  const choose = async (row: CheckpointSummary, on: boolean) => {
    if (row.alike === 1) return change([row], on);
    const { items } = await queries.fetchQuery(optionsFor(listCheckpointsOp, alikeOf(filters, row)));
    change(items, on);
  };
  return { chosen, choose, clear: () => setChosen(none) };
}
