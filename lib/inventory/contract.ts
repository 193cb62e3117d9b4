/** Agents, their owners, and the tools that they may ask for. */
import { z } from "zod";
import { changeReason, guardedErrors, isStorable, notStorable } from "@/lib/audit/contract";
import { Severity } from "@/lib/findings/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { ToolsSeenInput, ToolsSeenOutput } from "@/sdk/wire/protocol";
import { AgentStatus, Digest, Instant, JsonObject, OperationClass, Reversibility, RiskTier } from "@/sdk/wire/words";
import { ToolSign } from "./tool-contract";

/** Platforms of the coverage matrix; `other` names itself in the purpose. */
export const Provider = z.enum([
  "microsoft",
  "anthropic",
  "google",
  "openai",
  "aws",
  "langchain",
  "llamaindex",
  "self-hosted",
  "other",
]);
export const Environment = z.enum(["production", "staging", "development"]);
export const DataClass = z.enum(["public", "internal", "confidential", "personal", "health", "payment", "secrets"]);
/** How it came to be known: registered by a person, in a table, or seen first and confirmed later. */
export const KnownBy = z.enum(["person", "import", "telemetry", "activity", "scan", "card"]);
/** How much it does without a person: suggests, acts with approval, acts within limits, acts freely. */
export const Autonomy = z.enum(["assists", "supervised", "bounded", "autonomous"]);

const Text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);
const Word = (max: number) => z.string().max(max).refine(isStorable, notStorable);

/** Found again by it; without the signs that divide tags in a table. */
export const Tag = Text(40).refine((tag) => !/[,;|\r\n\t]/.test(tag), "no comma, semicolon, bar or line break");
export const Tags = z.array(Tag).max(20);

const facts = {
  name: Text(120),
  purpose: Text(1000),
  provider: Provider,
  framework: z.string().trim().max(80).refine(isStorable, notStorable),
  environment: Environment,
  team: Text(80),
  dataClasses: z.array(DataClass).max(7),
  tags: Tags,
  autonomy: Autonomy,
  riskTier: RiskTier,
  ownerId: idOf("user").nullable(),
  backupOwnerId: idOf("user").nullable(),
};

export const PersonRef = z.object({ id: z.string(), name: z.string(), email: z.string(), active: z.boolean() });

export const Agent = z.object({
  ...facts,
  id: z.string(),
  ownerId: z.string().nullable(),
  backupOwnerId: z.string().nullable(),
  owner: PersonRef.nullable(),
  backupOwner: PersonRef.nullable(),
  status: AgentStatus,
  statusReason: z.string().nullable(),
  demo: z.boolean(),
  knownBy: KnownBy,
  version: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
  retiredAt: Instant.nullable(),
});
export type Agent = z.infer<typeof Agent>;

export const RegisterAgentInput = z.strictObject({
  ...facts,
  framework: facts.framework.default(""),
  environment: Environment.default("production"),
  dataClasses: facts.dataClasses.default([]),
  tags: facts.tags.default([]),
  autonomy: Autonomy.default("supervised"),
  riskTier: RiskTier.default("medium"),
  team: facts.team.default("Unassigned"),
  provider: Provider.default("other"),
  ownerId: facts.ownerId.default(null),
  backupOwnerId: facts.backupOwnerId.default(null),
});
export type RegisterAgentInput = z.input<typeof RegisterAgentInput>;

export const registerAgentOp = operation({
  id: "inventory.registerAgent",
  http: "POST /v1/agents",
  creates: true,
  permission: "agent:register",
  units: "scoped",
  summary: "Register an agent",
  input: RegisterAgentInput,
  output: Agent,
  errors: ["conflict"],
});

export const AgentFilters = z.strictObject({
  ...pageInput,
  /** Longer than most: it carries the name after which the page goes on. */
  cursor: z.string().max(1500).optional(),
  /** Looked for in name, purpose, team, tags and id. */
  q: Word(100).optional(),
  status: AgentStatus.optional(),
  riskTier: RiskTier.optional(),
  provider: Provider.optional(),
  environment: Environment.optional(),
  team: Word(100).optional(),
  /** As it is written on the agent, whatever the case. */
  tag: Word(40).optional(),
  ownerId: Word(60).optional(),
  /** `none` lists the agents without an owner. */
  owned: z.enum(["none", "some"]).optional(),
  knownBy: KnownBy.optional(),
  sort: z.enum(["newest", "name", "risk"]).default("newest"),
});
export type AgentFilters = z.input<typeof AgentFilters>;

export const listAgentsOp = operation({
  id: "inventory.listAgents",
  http: "GET /v1/agents",
  permission: "agent:read",
  units: "scoped",
  summary: "List agents, filtered, newest first unless sorted otherwise",
  input: AgentFilters,
  output: pageOf(Agent),
});

export const getAgentOp = operation({
  id: "inventory.getAgent",
  http: "GET /v1/agents/{id}",
  permission: "agent:read",
  summary: "Read one agent",
  input: z.strictObject({ id: idOf("agent") }),
  output: Agent,
});

export const editAgentOp = operation({
  id: "inventory.editAgent",
  http: "PATCH /v1/agents/{id}",
  permission: "agent:edit",
  summary: "Change an agent; `version` is the one that was seen, and an older one is refused",
  input: z.strictObject({
    ...z.strictObject(facts).partial().shape,
    id: idOf("agent"),
    version: z.int().positive(),
    reason: changeReason,
  }),
  output: Agent,
  errors: ["conflict", ...guardedErrors],
});

export const retireAgentOp = operation({
  id: "inventory.retireAgent",
  http: "POST /v1/agents/{id}/retire",
  permission: "agent:retire",
  summary: "Retire an agent for good: points refuse it, its history stays",
  input: z.strictObject({ id: idOf("agent"), reason: Text(500) }),
  output: Agent,
  errors: ["conflict"],
});

export const ToolState = z.enum(["waiting", "approved", "changed", "blocked"]);
export const Tool = z.object({
  id: z.string(),
  server: z.string(),
  name: z.string(),
  operationClass: OperationClass.nullable(),
  reversibility: Reversibility,
  state: ToolState,
  /** Last seen definition, canonical JSON text; from the server, so untrusted. */
  definition: z.string().nullable(),
  /** Lists leave out definitions that are too long to be sent by the hundred: read the tool by itself. */
  definitionOmitted: z.boolean(),
  definitionDigest: Digest.nullable(),
  pinnedDefinition: z.string().nullable(),
  pin: Digest.nullable(),
  pinnedAt: Instant.nullable(),
  /** The pinned definition is the first that a point saw, and nobody read it. */
  trustedFirstUse: z.boolean(),
  /** What stands out in the definition last seen, the gravest first. */
  signs: z.array(ToolSign),
  signSeverity: Severity.nullable(),
  seenAt: Instant.nullable(),
  demo: z.boolean(),
  createdAt: Instant,
});
export type Tool = z.infer<typeof Tool>;

export const listToolsOp = operation({
  id: "inventory.listTools",
  http: "GET /v1/tools",
  permission: "tool:read",
  summary: "List tools",
  input: z.strictObject({
    q: Word(100).optional(),
    server: Word(100).optional(),
    state: ToolState.optional(),
    operationClass: OperationClass.optional(),
    /** What stands out in their definitions: something suspicious, something only noted, nothing. */
    signs: z.enum(["suspicious", "noted", "none"]).optional(),
  }),
  output: z.object({ items: z.array(Tool) }),
});

export const getToolOp = operation({
  id: "inventory.getTool",
  http: "GET /v1/tools/{id}",
  permission: "tool:read",
  summary: "Read one tool with its definition",
  input: z.strictObject({ id: idOf("tool") }),
  output: Tool,
});

export const registerToolOp = operation({
  id: "inventory.registerTool",
  http: "POST /v1/tools",
  creates: true,
  permission: "tool:edit",
  summary:
    "Register and approve a tool; its pin is taken from the definition when one is given, else from the first that a point sees",
  input: z.strictObject({
    server: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^/\s]+$/, "no slash and no space")
      .refine(isStorable, notStorable),
    name: Text(200),
    operationClass: OperationClass,
    reversibility: Reversibility.default("irreversible"),
    /** The whole MCP tool definition; or, for a plain function, an object with `inputSchema`. */
    definition: JsonObject.nullable().default(null),
    reason: changeReason,
  }),
  verbatim: ["definition"],
  output: Tool,
  errors: ["conflict", ...guardedErrors],
});

export const approveToolOp = operation({
  id: "inventory.approveTool",
  http: "POST /v1/tools/{id}/approve",
  permission: "tool:edit",
  summary:
    "Approve the definition that was shown, and pin it: any later change blocks the tool until it is approved again",
  input: z.strictObject({
    id: idOf("tool"),
    operationClass: OperationClass,
    reversibility: Reversibility,
    /** Digest of the definition that the person saw; null when none is known. */
    definitionDigest: Digest.nullable(),
    reason: changeReason,
  }),
  output: Tool,
  errors: ["digest_mismatch", "conflict", ...guardedErrors],
});

export const approveServerToolsOp = operation({
  id: "inventory.approveServerTools",
  http: "POST /v1/tools/approve",
  permission: "tool:edit",
  summary: "Approve several waiting tools in one act, each with its class and the digest that was shown",
  input: z.strictObject({
    tools: z
      .array(approveToolOp.input.omit({ reason: true }))
      .min(1)
      .max(200),
    reason: changeReason,
  }),
  output: z.object({ items: z.array(Tool) }),
  errors: ["digest_mismatch", "conflict", ...guardedErrors],
});

export const blockToolOp = operation({
  id: "inventory.blockTool",
  http: "POST /v1/tools/{id}/block",
  permission: "tool:edit",
  summary: "Block a tool for every agent",
  input: z.strictObject({ id: idOf("tool"), reason: Text(500) }),
  output: Tool,
});

export const reportToolsOp = operation({
  id: "inventory.reportTools",
  http: "POST /v1/pep/tools",
  serve: "gateway",
  permission: "point:report",
  summary: "Report the whole definitions of the tools that a server offers",
  input: ToolsSeenInput,
  verbatim: ["agentId", "server", "tools"],
  output: ToolsSeenOutput,
  maxBody: 4 * 1024 * 1024,
});
