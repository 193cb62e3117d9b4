/** Several agents edited at once, each by itself; and the tags there are. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { ActResult } from "@/lib/changes/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Agent, RegisterAgentInput, Tags } from "./contract";

export const MOST_EDITED = 200;

const { ownerId, backupOwnerId, provider, environment, team, autonomy, riskTier } = RegisterAgentInput.shape;

/** What is left out stays as each agent has it. */
export const BulkChange = z
  .strictObject({
    ownerId: ownerId.removeDefault(),
    backupOwnerId: backupOwnerId.removeDefault(),
    provider: provider.removeDefault(),
    environment: environment.removeDefault(),
    team: team.removeDefault(),
    autonomy: autonomy.removeDefault(),
    riskTier: riskTier.removeDefault(),
    addTags: Tags,
    removeTags: Tags,
  })
  .partial();
export type BulkChange = z.infer<typeof BulkChange>;

const asked = {
  /** With the version that was seen: one that was changed since is refused. */
  agents: z
    .array(z.strictObject({ id: idOf("agent"), version: z.int().positive() }))
    .min(1)
    .max(MOST_EDITED),
  change: BulkChange.refine((change) => Object.values(change).some((value) => value !== undefined), "say what changes"),
};

export const EditedField = Agent.keyof();
export const PreviewedEdit = z.object({
  id: z.string(),
  name: z.string(),
  /** What differs, as it is kept: ids of people, words of the contract. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  /** What it would weaken; it then waits for a second person. */
  weakens: z.array(z.string()),
  /** Why it would not be done; null: it would. */
  refused: z.string().nullable(),
});
export type PreviewedEdit = z.infer<typeof PreviewedEdit>;

export const previewEditsOp = operation({
  id: "inventory.previewEdits",
  http: "POST /v1/agents/edit/preview",
  permission: "agent:edit",
  units: "scoped",
  summary: "Say, agent by agent, what the same edit of several would change, what it would weaken and what is refused",
  input: z.strictObject(asked),
  output: z.object({ takesTwo: z.boolean(), items: z.array(PreviewedEdit) }),
});

export const editAgentsOp = operation({
  id: "inventory.editAgents",
  http: "POST /v1/agents/edit",
  permission: "agent:edit",
  units: "scoped",
  summary:
    "Edit several agents alike, each whole or not at all: what weakens waits for a second person, and what became of each is told",
  input: z.strictObject({ ...asked, reason: changeReason }),
  output: z.object({ results: z.array(ActResult) }),
});

export const listTagsOp = operation({
  id: "inventory.listTags",
  http: "GET /v1/agents/tags",
  permission: "agent:read",
  units: "scoped",
  summary: "List the tags of agents, the most used first",
  input: Nothing,
  output: z.object({ items: z.array(z.object({ tag: z.string(), agents: z.int() })) }),
});
