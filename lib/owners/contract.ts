/** Owners who left: which agents they leave behind, how long these go on, and giving them to somebody else. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { ActResult } from "@/lib/changes/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { AgentStatus, Instant, RiskTier } from "@/sdk/wire/words";

/** Of one person, as many agents are shown and handed over at once. */
export const MOST_AGENTS = 200;
export const GraceDays = z.int().min(1).max(90);

export const Leaver = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string(), active: z.boolean() }),
  /** Agents that are not retired, of which the person is owner or backup owner. */
  owns: z.int(),
  backsUp: z.int(),
  /** When the first of them is suspended; null: none of them is in danger of it. */
  dueAt: Instant.nullable(),
});
export type Leaver = z.infer<typeof Leaver>;

export const listLeaversOp = operation({
  id: "owners.listLeavers",
  http: "GET /v1/leavers",
  permission: "agent:read",
  units: "scoped",
  summary: "List people who are not active any more and still answer for agents, with when those are suspended",
  input: Nothing,
  output: z.object({ graceDays: GraceDays, items: z.array(Leaver) }),
});

export const LeftAgent = z.object({
  id: z.string(),
  name: z.string(),
  status: AgentStatus,
  riskTier: RiskTier,
  team: z.string(),
  part: z.enum(["owner", "backupOwner"]),
  /** Whoever answers for it beside the person; null: nobody active. */
  other: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** When it is suspended, unless it gets an owner. */
  dueAt: Instant.nullable(),
  /** Requests that wait for people; and those among them that nobody active can decide. */
  waiting: z.int(),
  stuck: z.int(),
});
export type LeftAgent = z.infer<typeof LeftAgent>;

export const getLeaverOp = operation({
  id: "owners.getLeaver",
  http: "GET /v1/people/{id}/agents",
  permission: "agent:read",
  units: "scoped",
  summary: "List the agents that a person answers for, with their date and what waits for nobody",
  input: z.strictObject({ id: idOf("user") }),
  output: z.object({ person: Leaver.shape.person, total: z.int(), items: z.array(LeftAgent) }),
});

export const handOverAgentsOp = operation({
  id: "owners.handOverAgents",
  http: "POST /v1/people/{id}/hand-over",
  permission: "agent:edit",
  units: "scoped",
  summary:
    "Give agents of a person to somebody else, each by itself: what takes a second person waits, and what became of each is told",
  input: z.strictObject({
    id: idOf("user"),
    to: idOf("user"),
    agentIds: z.array(idOf("agent")).min(1).max(MOST_AGENTS),
    reason: changeReason,
  }),
  output: z.object({ results: z.array(ActResult) }),
});

export const setGraceOp = operation({
  id: "owners.setGrace",
  http: "PUT /v1/leavers/grace",
  permission: "agent:ownership",
  summary: "Say for how many days an agent goes on without its owner; dates that stand already stay",
  input: z.strictObject({ graceDays: GraceDays }),
  output: z.object({ graceDays: GraceDays }),
});
