/** Decisions about agents and tools: pure, browser-safe. */
import type { Role } from "@/lib/shared/permissions";
import type { Json } from "@/sdk/canonical";
import { RiskTier } from "@/sdk/wire/words";
import { type Agent, Autonomy } from "./contract";

/** Who edits: `personId` is null for an API key, which is nobody's own. */
export type Editor = { personId: string | null; roles: readonly Role[] };
type RiskFacts = Pick<Agent, "riskTier" | "autonomy" | "environment" | "dataClasses">;
type Owners = Pick<Agent, "ownerId" | "backupOwnerId">;

/** Operators answer for the whole inventory; whoever is only an owner answers for the agents that are theirs. */
const isOperator = ({ roles }: Editor): boolean => roles.includes("admin") || roles.includes("security");

const owns = ({ personId }: Editor, agent: Owners): boolean =>
  personId !== null && (agent.ownerId === personId || agent.backupOwnerId === personId);

/** Why this editor may not register an agent with this owner, or null. */
export function refusalToRegister(editor: Editor, ownerId: string | null): string | null {
  if (isOperator(editor) || (editor.personId !== null && ownerId === editor.personId)) return null;
  return "You may register only agents that you own yourself. Name yourself as owner, or ask security to register it.";
}

/** Why this editor may not make of `before` what `after` says, or null. */
export function refusalToEdit(editor: Editor, before: Owners & RiskFacts, after: RiskFacts): string | null {
  if (isOperator(editor)) return null;
  if (!owns(editor, before)) return "You may edit only agents that you own or back up. Ask its owner, or security.";
  const lowered = understated(before, after);
  if (lowered.length === 0) return null;
  return `An owner may state more risk, never less, because policies go by it: ${lowered.join(", ")}. Ask security.`;
}

/** What people say of an agent, and may change: all that an edit or a table can hold. */
export const factsOf = (agent: Agent) => ({
  name: agent.name,
  purpose: agent.purpose,
  provider: agent.provider,
  framework: agent.framework,
  environment: agent.environment,
  team: agent.team,
  dataClasses: agent.dataClasses,
  tags: agent.tags,
  autonomy: agent.autonomy,
  riskTier: agent.riskTier,
  ownerId: agent.ownerId,
  backupOwnerId: agent.backupOwnerId,
});

/** Facts of risk of which `after` admits less than `before`. */
export function understated(before: RiskFacts, after: RiskFacts): string[] {
  const lowered: string[] = [];
  if (RiskTier.options.indexOf(after.riskTier) < RiskTier.options.indexOf(before.riskTier)) lowered.push("riskTier");
  if (Autonomy.options.indexOf(after.autonomy) < Autonomy.options.indexOf(before.autonomy)) lowered.push("autonomy");
  if (before.environment === "production" && after.environment !== "production") lowered.push("environment");
  if (before.dataClasses.some((kind) => !after.dataClasses.includes(kind))) lowered.push("dataClasses");
  return lowered;
}

/** Each tag once, whatever the case: the first writing stays. */
export const distinctTags = (tags: readonly string[]): string[] =>
  tags.filter((tag, at) => tags.findIndex((one) => one.toLowerCase() === tag.toLowerCase()) === at);

export type Change = { from: Json; to: Json };

/** What differs between two states of one thing, field by field. */
export function changesBetween<Fields extends { [key: string]: Json }>(before: Fields, after: Fields) {
  const changes: { [key: string]: Change } = {};
  for (const [field, to] of Object.entries(after)) {
    const from = before[field] ?? null;
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to };
  }
  return changes;
}

/** Tiers that need two people answerable. It is accepted without, and the agent's stage says so. */
export const needsTwoOwners = (tier: RiskTier): boolean => tier === "high" || tier === "critical";
