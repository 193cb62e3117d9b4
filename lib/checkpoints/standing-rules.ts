/** When people may agree to the same call in advance. Pure. */
import type { OperationClass, Reversibility, RiskTier } from "@/sdk/wire/words";

/** By their nature these cannot be taken back, whatever the registry says of one tool. */
const NEVER: ReadonlySet<OperationClass> = new Set([
  "data.export",
  "money.move",
  "code.execute",
  "credential.use",
  "agent.delegate",
]);

export type StandingFacts = {
  riskTier: RiskTier;
  reversibility: Reversibility;
  operationClass: OperationClass;
  /** Each approval needs a passkey. */
  stepUp: boolean;
  uninspectable: boolean;
  /** People set other arguments than the agent asked for. */
  changed: boolean;
  /** It comes through other agents. */
  chained: boolean;
};

/** The one rule: null when the same call may be agreed to in advance; else why not. */
export function whyNoStanding(facts: StandingFacts): string | null {
  const { riskTier, reversibility, operationClass } = facts;
  if (riskTier === "high" || riskTier === "critical") return `Calls of risk tier ${riskTier} are approved one by one.`;
  if (reversibility !== "reversible") return "Only calls that can be undone are approved in advance.";
  if (NEVER.has(operationClass)) return "Calls of this kind cannot be taken back, so they are approved one by one.";
  if (facts.stepUp) return "The rule asks for a passkey for each approval.";
  if (facts.uninspectable) return "The arguments hold something that nobody can read.";
  if (facts.changed) return "The arguments were changed, so the agent would ask for others.";
  if (facts.chained) return "The call comes through other agents.";
  return null;
}
