/** Agents that ask too often, and from when on that is too often. */
import { z } from "zod";
import { changeReason, isStorable, notStorable } from "@/lib/audit/contract";
import { guarded } from "@/lib/changes/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const HoldPause = z.object({
  id: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  opened: z.int(),
  withinSeconds: z.int(),
  pausedAt: Instant,
  resumedAt: Instant.nullable(),
  resumedByName: z.string().nullable(),
  resumedWhy: z.string().nullable(),
});
export type HoldPause = z.infer<typeof HoldPause>;

export const listHoldPausesOp = operation({
  id: "checkpoints.listHoldPauses",
  http: "GET /v1/hold-pauses",
  permission: "checkpoint:read",
  units: "named",
  summary: "List pauses of agents' held calls, the newest first; `agentId` for one agent",
  input: z.strictObject({ agentId: z.string().max(100).optional() }),
  output: z.object({ items: z.array(HoldPause) }),
});

export const resumeHoldsOp = operation({
  id: "checkpoints.resumeHolds",
  http: "POST /v1/agents/{id}/resume-holds",
  permission: "agent:stop",
  summary: "Let an agent that asked too often ask people again",
  input: z.strictObject({
    id: idOf("agent"),
    reason: z.string().trim().min(1, "say why").max(500).refine(isStorable, notStorable),
  }),
  output: HoldPause,
  errors: ["conflict"],
});

export const HoldLimits = z.object({
  /** Requests that one agent may open in a minute. */
  perMinute: z.int(),
  /** Requests within ten minutes at which its held calls are paused. */
  pauseAfter: z.int(),
});
export type HoldLimits = z.infer<typeof HoldLimits>;

/** In which requests are counted for a pause. */
export const WINDOW_SECONDS = 600;

/** What whoever sets the limits should know about how they work together; null where each does its part. */
export function limitNote({ perMinute, pauseAfter }: HoldLimits): string | null {
  const minutes = WINDOW_SECONDS / 60;
  if (pauseAfter <= perMinute)
    return `Agents will be paused before they are ever slowed down: ${pauseAfter} requests fit into one minute.`;
  if (pauseAfter > perMinute * minutes)
    return `No agent will ever be paused: at ${perMinute} a minute it opens ${perMinute * minutes} requests in ${minutes} minutes at most.`;
  return null;
}

export const getHoldLimitsOp = operation({
  id: "checkpoints.getHoldLimits",
  http: "GET /v1/hold-limits",
  permission: "checkpoint:read",
  summary: "Read how often an agent may ask people",
  input: Nothing,
  output: HoldLimits,
});

export const MOST_PER_MINUTE = 1_000;
export const MOST_PAUSE_AFTER = 10_000;

export const setHoldLimitsOp = operation({
  id: "checkpoints.setHoldLimits",
  http: "PUT /v1/hold-limits",
  permission: "rule:edit",
  summary:
    "Set how often an agent may ask people before it is slowed down, and before its held calls are paused; higher limits are proposed to a second person",
  input: z.strictObject({
    perMinute: z.int().min(1).max(MOST_PER_MINUTE),
    pauseAfter: z.int().min(2).max(MOST_PAUSE_AFTER),
    reason: changeReason,
  }),
  output: guarded(HoldLimits),
});
