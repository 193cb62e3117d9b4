import type { Answer, Attestation, Campaign } from "@/lib/attestations/contract";

export const campaignHref = (id: string): string => `/agents/attestations/${encodeURIComponent(id)}`;
export const attestationHref = ({ campaignId, agent }: Pick<Attestation, "campaignId" | "agent">): string =>
  `${campaignHref(campaignId)}/${encodeURIComponent(agent.id)}`;

export const stateWords = {
  yours: "Yours to answer",
  open: "Not answered",
  contested: "Contested",
  confirmed: "Confirmed",
} as const;

/** "Not needed, not theirs": what an answer denies; null where it confirms everything. */
export function contestedIn({
  needed,
  mine,
  scopeRight,
}: Pick<Answer, "needed" | "mine" | "scopeRight">): string | null {
  const denied = [needed ? "" : "not needed", mine ? "" : "not theirs", scopeRight ? "" : "not this scope"];
  const words = denied.filter((word) => word !== "").join(", ");
  return words === "" ? null : words.charAt(0).toUpperCase() + words.slice(1);
}

/** "of high and critical risk, of the team Finance". */
export function sayScope({ riskTiers, team }: Campaign["scope"]): string {
  const parts = [riskTiers.length > 0 ? `of ${riskTiers.join(" and ")} risk` : "", team ? `of the team ${team}` : ""];
  return parts.filter((part) => part !== "").join(", ") || "every agent";
}
