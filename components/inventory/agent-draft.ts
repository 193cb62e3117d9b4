/** What a person types about an agent, and how that meets what somebody else saved in the meantime. Pure. */
import type { z } from "zod";
import type { Agent, editAgentOp, RegisterAgentInput } from "@/lib/inventory/contract";
import { factsOf } from "@/lib/inventory/rules";

export type AgentDraft = Pick<
  Agent,
  | "name"
  | "purpose"
  | "provider"
  | "framework"
  | "environment"
  | "team"
  | "dataClasses"
  | "tags"
  | "autonomy"
  | "riskTier"
  | "ownerId"
  | "backupOwnerId"
>;
type Field = keyof AgentDraft;

export const fieldWords: Record<Field, string> = {
  name: "Name",
  purpose: "Purpose",
  provider: "Provider",
  framework: "Framework",
  environment: "Environment",
  team: "Team",
  dataClasses: "Data it touches",
  tags: "Tags",
  autonomy: "Autonomy",
  riskTier: "Risk tier",
  ownerId: "Owner",
  backupOwnerId: "Backup owner",
};
const fields = Object.keys(fieldWords) as Field[];

/** Nothing is preset that a person should think about, except what the contract presets too. */
export const emptyDraft: AgentDraft = {
  name: "",
  purpose: "",
  provider: "other",
  framework: "",
  environment: "production",
  team: "",
  dataClasses: [],
  tags: [],
  autonomy: "supervised",
  riskTier: "medium",
  ownerId: null,
  backupOwnerId: null,
};

export const draftOf = (agent: Agent): AgentDraft => factsOf(agent);

const same = (a: AgentDraft, b: AgentDraft, field: Field) =>
  JSON.stringify(sorted(a[field])) === JSON.stringify(sorted(b[field]));
const sorted = (value: AgentDraft[Field]) => (Array.isArray(value) ? [...value].sort() : value);

/** The fields in which two drafts differ. */
export const differing = (a: AgentDraft, b: AgentDraft): Field[] => fields.filter((field) => !same(a, b, field));

/** What the person changed stays theirs; everything else follows what was saved meanwhile. */
export function rebased(draft: AgentDraft, base: AgentDraft, latest: AgentDraft): AgentDraft {
  const mine = new Set(differing(draft, base));
  return Object.fromEntries(fields.map((field) => [field, (mine.has(field) ? draft : latest)[field]])) as AgentDraft;
}

type EditInput = z.input<typeof editAgentOp.input>;

/** Only what was changed is sent, so that an edit never writes back what it did not touch. */
export function editOf(agent: Agent, draft: AgentDraft): EditInput {
  // An emptied team means what it means at registration.
  const wanted = { ...draft, team: draft.team.trim() || "Unassigned" };
  const changed = differing(wanted, draftOf(agent)).map((field) => [field, wanted[field]] as const);
  return { id: agent.id, version: agent.version, ...Object.fromEntries(changed) };
}

/** An empty team is left to the contract's own default. */
export const registrationOf = ({ team, ...rest }: AgentDraft): RegisterAgentInput =>
  team.trim() ? { ...rest, team } : rest;
