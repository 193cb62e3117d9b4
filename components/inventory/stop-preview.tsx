"use client";

import { useQuery } from "@tanstack/react-query";
import { plural } from "@/components/ui/format-number";
import { listCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { listPointsOp, type Point } from "@/lib/enforcement/contract";

/** What stopping this agent would stop, counted now. Until it is counted, nothing is claimed. */
export function StopPreview({ agentId, after }: { agentId: string; after: string }) {
  const points = useQuery(optionsFor(listPointsOp, { agentId }));
  const held = useQuery(optionsFor(listCheckpointsOp, { box: "open", agentId, limit: 200 }));
  return (
    <ul className="list-disc space-y-1 pl-4">
      <li>
        Every enforcement point refuses it at once:{" "}
        {points.data
          ? pointWords(points.data.items)
          : points.isError
            ? "how many could not be counted"
            : "being counted"}
        .
      </li>
      <li>
        {held.data
          ? heldWords(held.data.items.length, held.data.nextCursor !== null)
          : held.isError
            ? "Its held calls are cancelled; how many could not be counted"
            : "Its held calls are being counted"}
        . Approvals that it has not used become void.
      </li>
      <li>What a server already does for it is not undone.</li>
      <li>{after}</li>
    </ul>
  );
}

function pointWords(all: readonly Point[]): string {
  const points = all.filter(({ state }) => state !== "revoked" && state !== "never_connected");
  if (points.length === 0) return "none is connected for it now";
  const away = points.filter(({ state }) => state !== "connected").length;
  const may = `${plural(points.length, "point")} may act for it`;
  return away === 0 ? may : `${may}, of which ${away} cannot be reached now and stop${away === 1 ? "s" : ""} by lease`;
}

const heldWords = (count: number, more: boolean): string =>
  count === 0
    ? "No call of it is held now"
    : `${more ? `More than ${count}` : plural(count, "held call")}${more ? " held calls are" : count === 1 ? " is" : " are"} cancelled`;
