/** Re-attestation: owners say anew that an agent is needed, theirs, and rightly scoped. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { PersonRef } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageInput, pageOf } from "@/lib/shared/operation";
import { AgentStatus, Effect, Instant, OperationClass, RiskTier } from "@/sdk/wire/words";

const Text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);

/** Which agents are asked about; what is left out does not narrow. */
export const CampaignScope = z.strictObject({
  riskTiers: z.array(RiskTier).max(4).default([]),
  team: z.string().trim().max(80).refine(isStorable, notStorable).default(""),
});
export type CampaignScope = z.infer<typeof CampaignScope>;

export const Campaign = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string(),
  scope: CampaignScope,
  dueAt: Instant,
  /** Calls of so many days say what an agent uses. */
  days: z.int(),
  startedByName: z.string(),
  createdAt: Instant,
  closed: z.object({ at: Instant, byName: z.string() }).nullable(),
  counts: z.object({
    asked: z.int(),
    answered: z.int(),
    /** Answered with three times yes. */
    confirmed: z.int(),
    /** Not answered, and whoever reads this owns them or backs them up. */
    yours: z.int(),
  }),
});
export type Campaign = z.infer<typeof Campaign>;

/** What an owner says of one agent. `mine`: for an operator, that the owner who is named is the right one. */
const said = { needed: z.boolean(), mine: z.boolean(), scopeRight: z.boolean(), note: z.string() };

export const Answer = z.object({ ...said, unused: z.array(z.string()), byName: z.string(), at: Instant });
export type Answer = z.infer<typeof Answer>;

export const Attestation = z.object({
  campaignId: z.string(),
  agent: z.object({
    id: z.string(),
    name: z.string(),
    team: z.string(),
    riskTier: RiskTier,
    status: AgentStatus,
    owner: PersonRef.nullable(),
    backupOwner: PersonRef.nullable(),
  }),
  /** The latest. */
  answer: Answer.nullable(),
  overdue: z.boolean(),
  /** Whoever reads this may answer. */
  yours: z.boolean(),
});
export type Attestation = z.infer<typeof Attestation>;

export const startCampaignOp = operation({
  id: "attestations.startCampaign",
  http: "POST /v1/attestation-campaigns",
  creates: true,
  permission: "attestation:manage",
  summary: "Ask the owners of agents to attest them anew by a date",
  input: z.strictObject({
    title: Text(120),
    note: z.string().trim().max(1000).refine(isStorable, notStorable).default(""),
    scope: CampaignScope.default({ riskTiers: [], team: "" }),
    dueAt: Instant,
    days: z.int().min(7).max(365).default(90),
  }),
  output: Campaign,
  errors: ["conflict"],
});

export const listCampaignsOp = operation({
  id: "attestations.listCampaigns",
  http: "GET /v1/attestation-campaigns",
  units: "scoped",
  permission: "attestation:read",
  summary: "List campaigns of re-attestation, the newest first",
  input: Nothing,
  output: z.object({ items: z.array(Campaign) }),
});

export const getCampaignOp = operation({
  id: "attestations.getCampaign",
  http: "GET /v1/attestation-campaigns/{id}",
  units: "scoped",
  permission: "attestation:read",
  summary: "Read one campaign with its counts",
  input: z.strictObject({ id: idOf("attestationCampaign") }),
  output: Campaign,
});

export const closeCampaignOp = operation({
  id: "attestations.closeCampaign",
  http: "POST /v1/attestation-campaigns/{id}/close",
  permission: "attestation:manage",
  summary: "End a campaign: nothing more is answered in it, and what was not answered stays a finding",
  input: z.strictObject({ id: idOf("attestationCampaign"), reason: Text(500) }),
  output: Campaign,
  errors: ["conflict"],
});

export const AttestationFilters = z.strictObject({
  ...pageInput,
  id: idOf("attestationCampaign"),
  state: z.enum(["open", "confirmed", "contested", "yours"]).optional(),
});
export type AttestationFilters = z.input<typeof AttestationFilters>;

export const listAttestationsOp = operation({
  id: "attestations.listAttestations",
  http: "GET /v1/attestation-campaigns/{id}/agents",
  units: "scoped",
  permission: "attestation:read",
  summary: "List the agents of a campaign with what was said of each, those registered first first",
  input: AttestationFilters,
  output: pageOf(Attestation),
});

/** A tool that the policies in force let the agent use, with or without people. */
export const PermittedTool = z.object({
  tool: z.string(),
  operationClass: OperationClass.nullable(),
  effect: Effect.exclude(["deny"]),
  /** Null: not called in the campaign's days. */
  lastCalledAt: Instant.nullable(),
  calls: z.int(),
});
export type PermittedTool = z.infer<typeof PermittedTool>;

const ofOne = { id: idOf("attestationCampaign"), agentId: idOf("agent") };

export const getAttestationOp = operation({
  id: "attestations.getAttestation",
  http: "GET /v1/attestation-campaigns/{id}/agents/{agentId}",
  permission: "attestation:read",
  summary: "Read what is asked about one agent: what it is, what it may use, and what it did use",
  input: z.strictObject(ofOne),
  output: z.object({
    attestation: Attestation,
    campaign: Campaign,
    purpose: z.string(),
    tools: z.array(PermittedTool),
    /** The revision whose policies were asked; null: nothing was ever published, so it may use nothing. */
    revision: z.int().nullable(),
    /** Calls since then were counted: the campaign's days, or less where there are very many. */
    since: Instant,
  }),
});

export const answerAttestationOp = operation({
  id: "attestations.answerAttestation",
  http: "POST /v1/attestation-campaigns/{id}/agents/{agentId}/answer",
  permission: "attestation:answer",
  summary: "Say of an agent that it is needed, yours and rightly scoped, or what is not so",
  input: z.strictObject({
    ...ofOne,
    ...said,
    note: z.string().trim().max(1000).refine(isStorable, notStorable).default(""),
    /** Who answers for it instead, where it is not yours; null leaves it without. */
    newOwnerId: idOf("user").nullable().default(null),
  }),
  output: Attestation,
  errors: ["conflict"],
});
