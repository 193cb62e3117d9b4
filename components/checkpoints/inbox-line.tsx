"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type CheckpointSummary, listCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { alikeOf, type InboxFilters } from "./inbox-place";
import { InboxRow } from "./inbox-row";
import type { Chosen } from "./use-chosen";

type Props = {
  row: CheckpointSummary;
  gone: boolean;
  filters: InboxFilters;
  viewerId: string;
  chosen: Chosen;
  choose: (row: CheckpointSummary, on: boolean) => Promise<void>;
};

/** A request, or the first of several alike; opened, the others stand below it. */
export function InboxLine({ row, gone, filters, viewerId, chosen, choose }: Props) {
  const [open, setOpen] = useState(false);
  const several = row.alike > 1 && !gone;
  const { data, isError } = useQuery({
    ...optionsFor(listCheckpointsOp, alikeOf(filters, row)),
    enabled: open && several,
  });
  const unfold = several ? { open, toggle: () => setOpen(!open) } : undefined;
  const others = open && several ? (data?.items.filter(({ id }) => id !== row.id) ?? []) : [];
  const common = { viewerId, gone: false };
  return (
    <>
      <InboxRow
        {...common}
        row={row}
        gone={gone}
        chosen={chosen.has(row.id)}
        choose={(on) => void choose(open ? { ...row, alike: 1 } : row, on)}
        unfold={unfold}
      />
      {others.map((other) => (
        <InboxRow
          {...common}
          key={other.id}
          row={other}
          inner
          chosen={chosen.has(other.id)}
          choose={(on) => void choose(other, on)}
        />
      ))}
      {open && several && !data ? (
        <li className="border-line border-b px-8 py-2 text-muted text-sm" role="status">
          {isError ? "The others could not be read just now." : "Reading the others…"}
        </li>
      ) : null}
    </>
  );
}
