/** What single acts about agents, tools, people and what watches over them are judged by. */
type Pair<Value> = { before: Value; after: Value };

export type AgentFact = {
  riskTier: string;
  autonomy: string;
  environment: string;
  team: string;
  dataClasses: readonly string[];
  ownerId: string | null;
  backupOwnerId: string | null;
};

/** `reached`: a permit in force may apply to it as it would be. Class null: nobody said yet what it does. */
export type ToolFact = {
  state: string;
  operationClass: string | null;
  reversibility: string;
  definition: string | null;
};

/** Roles as they count: somebody disabled, or not yet here, has none. No unit: the whole organisation. */
export type PersonFact = { roles: readonly string[]; units: readonly string[] };

export type ProviderFact = {
  issuer: string;
  clientId: string;
  domains: readonly string[];
  trustsAddress: boolean;
  newcomerRole: string | null;
  groupsClaim: string | null;
};
type GroupRole = { group: string; role: string };

export type SinkFact = { place: string; sends: readonly string[]; active: boolean };

export type ActFacts = {
  /** `by`: the person who asks, if it is one. */
  agent: Pair<AgentFact> & { name: string; by: string | null };
  tool: readonly (Pair<ToolFact> & { name: string; reached: boolean })[];
  person: Pair<PersonFact> & { name: string };
  /** Who would be in it that was not, and the rules that ask it. */
  team: { name: string; added: readonly string[]; rules: readonly string[] };
  provider: { before: ProviderFact | null; after: ProviderFact; groups: Pair<readonly GroupRole[]> };
  directory: { name: string; role: string | null };
  /** `agents`: names of those that it may act for; empty means every agent. */
  point: { name: string; mode: string; agents: readonly string[] };
  finding: { title: string; severity: string };
  suppression: { detection: string; subject: string; until: string };
  /** `after` null: deleted. */
  sink: { name: string; before: SinkFact; after: SinkFact | null };
  /** What a case makes sure of, as one text; `after` null: deleted. */
  policyTest: { name: string; before: string; after: string | null };
  /** Days from one to the next; null: never. */
  schedule: { what: string; before: number | null; after: number | null };
  evidence: { entry: string };
  /** Titles of the demo's forbids in force that hold for tools of one's own. */
  demo: { forbids: readonly string[] };
};
