/** Agents that were seen and that nobody has registered: what was seen where, which agent it may be, and what people decide. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { ActResult } from "@/lib/changes/contract";
import { Provider, RegisterAgentInput } from "@/lib/inventory/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { SightingState, Source } from "@/lib/sightings/rules";
import { Found, ScanOutcome, ScanReport } from "@/sdk/wire/discovery";
import { AgentStatus, Instant } from "@/sdk/wire/words";

const Text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);

/**
 * none: it carries no signature. trusted: a key that was given here signed it. host: a key that its own host hands out did, which says
 * no more than that the host stands by it. unchecked: no key is known. failed: the signature is not of this card.
 */
export const CardSignatureState = z.enum(["none", "trusted", "host", "unchecked", "failed"]);
export type CardSignatureState = z.infer<typeof CardSignatureState>;

/** All of it is what the agent says of itself. */
export const CardFacts = z.object({
  url: z.string(),
  description: z.string(),
  version: z.string(),
  protocol: z.string(),
  endpoint: z.string().nullable(),
  provider: z.string().nullable(),
  skills: z.array(z.object({ name: z.string(), description: z.string(), tags: z.array(z.string()) })),
  security: z.array(z.string()),
  signature: CardSignatureState,
  signatureWhy: z.string(),
});
export type CardFacts = z.infer<typeof CardFacts>;

export const SightingFacts = z.object({
  /** The keys and points that told of it. */
  reporters: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  commit: z.string().nullable().optional(),
  found: Found.optional(),
  card: CardFacts.optional(),
});
export type SightingFacts = z.infer<typeof SightingFacts>;

const AgentRef = z.object({ id: z.string(), name: z.string(), status: AgentStatus });

export const Sighting = z.object({
  id: z.string(),
  source: Source,
  origin: z.string(),
  name: z.string(),
  /** What was seen, in a few words of ours and names of theirs. */
  summary: z.array(z.string()),
  state: SightingState,
  agent: AgentRef.nullable(),
  /** The agent that its calls before a merge are kept under. */
  former: AgentRef.nullable(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  lookedAt: Instant,
  seen: z.int(),
  /** Why it counts as vanished; null: it does not. */
  vanished: z.string().nullable(),
  /** Secrets stand in files of it. */
  secrets: z.int(),
  decided: z.object({ at: Instant, byName: z.string(), reason: z.string(), until: Instant.nullable() }).nullable(),
});
export type Sighting = z.infer<typeof Sighting>;

export const SightingFilters = z.strictObject({
  ...pageInput,
  state: SightingState.or(z.literal("any")).default("waiting"),
  source: Source.optional(),
  vanished: z.enum(["yes", "no"]).optional(),
  agentId: idOf("agent").optional(),
  /** Looked for in its name and where it is. */
  q: z.string().max(100).refine(isStorable, notStorable).optional(),
});
export type SightingFilters = z.input<typeof SightingFilters>;

export const listSightingsOp = operation({
  id: "discovery.listSightings",
  http: "GET /v1/discovery/sightings",
  permission: "discovery:read",
  units: "scoped",
  summary: "List what may be an agent, by what was decided about it; what waits longest comes first",
  input: SightingFilters,
  output: pageOf(Sighting),
});

/** Which agent it may be. */
export const Match = z.object({ agent: AgentRef, why: z.array(z.string()) });
export type Match = z.infer<typeof Match>;

const ById = z.strictObject({ id: idOf("sighting") });

export const getSightingOp = operation({
  id: "discovery.getSighting",
  http: "GET /v1/discovery/sightings/{id}",
  permission: "discovery:read",
  summary: "Read one sighting with all that was seen, and the agents that it may be",
  input: ById,
  output: Sighting.extend({
    facts: SightingFacts,
    matches: z.array(Match),
    /** What registering it would begin with. */
    suggested: z.object({ name: z.string(), provider: Provider, framework: z.string() }),
  }),
});

export const reportScanOp = operation({
  id: "discovery.reportScan",
  http: "POST /v1/discovery/scans",
  permission: "discovery:report",
  summary:
    "Report what `gatehouse discover` found in a directory; the same report again changes nothing but when it was seen",
  input: ScanReport,
  output: ScanOutcome,
  errors: ["conflict"],
  maxBody: 4 * 1024 * 1024,
});

/** A public key as a JSON Web Key, by which a card's signature is checked. */
const TrustedKey = z.strictObject({ kid: Text(200), jwk: z.record(z.string().max(20), z.string().max(2000)) });

export const readCardOp = operation({
  id: "discovery.readCard",
  http: "POST /v1/discovery/cards",
  permission: "discovery:review",
  summary: "Read the A2A agent card at an address, check its signature, and keep what it says as a sighting",
  input: z.strictObject({ url: z.url().max(1000), keys: z.array(TrustedKey).max(10).default([]) }),
  output: Sighting,
  errors: ["conflict"],
});

export const confirmSightingOp = operation({
  id: "discovery.confirmSighting",
  http: "POST /v1/discovery/sightings/{id}/confirm",
  permission: "agent:register",
  summary: "Confirm that a sighting is an agent of its own, and register it with its owner",
  input: z.strictObject({ ...RegisterAgentInput.shape, id: idOf("sighting"), ownerId: idOf("user") }),
  output: Sighting,
  errors: ["not_found", "conflict"],
});

export const mergeSightingOp = operation({
  id: "discovery.mergeSighting",
  http: "POST /v1/discovery/sightings/{id}/merge",
  permission: "discovery:review",
  summary: "Say that a sighting is an agent that is known; what is seen of it from now on is that agent's",
  input: z.strictObject({ id: idOf("sighting"), agentId: idOf("agent"), reason: Text(500) }),
  output: Sighting,
  errors: ["not_found", "conflict"],
});

const rejection = { reason: Text(500), days: z.int().min(1).max(365) };

export const rejectSightingOp = operation({
  id: "discovery.rejectSighting",
  http: "POST /v1/discovery/sightings/{id}/reject",
  permission: "discovery:review",
  summary: "Say that a sighting is no agent to be registered, for so many days; if it acts, it waits again at once",
  input: z.strictObject({ id: idOf("sighting"), ...rejection }),
  output: Sighting,
  errors: ["not_found", "conflict"],
});

const Decision = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("reject"), ...rejection }),
  z.strictObject({ act: z.literal("merge"), agentId: idOf("agent"), reason: Text(500) }),
  z.strictObject({
    act: z.literal("confirm"),
    ownerId: idOf("user"),
    team: z.string().trim().min(1).max(80).refine(isStorable, notStorable).default("Unassigned"),
  }),
]);
export type Decision = z.infer<typeof Decision>;

export const decideSightingsOp = operation({
  id: "discovery.decideSightings",
  http: "POST /v1/discovery/decisions",
  permission: "agent:register",
  summary: "Decide about several sightings in the same way, each for itself; the answer says what became of each",
  input: z.strictObject({ ids: z.array(idOf("sighting")).min(1).max(100), decision: Decision }),
  output: z.object({ results: z.array(ActResult) }),
});
