"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleDot, CircleOff, CircleX, Clock, type LucideIcon, RadioTower, Unplug } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Status, type Tone } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listPointsOp, type Point } from "@/lib/enforcement/contract";

const live = { points: [listPointsOp.id], audit: [listPointsOp.id] };

const look: Record<Point["state"], { tone: Tone; icon: LucideIcon; label: string }> = {
  connected: { tone: "allow", icon: CircleDot, label: "Connected" },
  stale: { tone: "hold", icon: Clock, label: "Stale" },
  unreachable: { tone: "unknown", icon: Unplug, label: "Unreachable" },
  never_connected: { tone: "neutral", icon: CircleOff, label: "Never connected" },
  revoked: { tone: "deny", icon: CircleX, label: "Revoked" },
};

/** Which points may act for an agent now. */
export function AgentPoints({ agentId, mayInvite }: { agentId: string; mayInvite: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listPointsOp, { agentId }));
  useLive(live, { everyMs: 3_000 });
  const points = data.items.filter(({ state }) => state !== "revoked");
  if (points.length === 0) {
    return (
      <EmptyState
        title="No enforcement point acts for this agent"
        icon={<RadioTower aria-hidden="true" />}
        action={
          mayInvite ? (
            <Button asChild>
              <Link href="/points">Connect a point</Link>
            </Button>
          ) : null
        }
      >
        Until one does, nothing that this agent calls is seen, held or stopped here.
      </EmptyState>
    );
  }
  return (
    <ul className="border-line border-t">
      {points.map((point) => (
        <li
          key={point.id}
          className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-0.5 border-line border-b py-1 text-sm"
        >
          <span className="min-w-0 flex-1 basis-40 break-words font-medium">{point.name}</span>
          <Status {...look[point.state]} className="w-32" />
          <Badge>{point.mode === "observe" ? "observes only" : point.strength}</Badge>
          <span className="w-28 text-right text-muted text-xs">
            {point.lastSeenAt ? <Time at={point.lastSeenAt} /> : "not yet heard"}
          </span>
        </li>
      ))}
    </ul>
  );
}
