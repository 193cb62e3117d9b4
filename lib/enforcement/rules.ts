/** State of a point and the end of its lease. Pure. */
import type { OfflineContract } from "@/sdk/wire/bundle";
import { PepKind, type RiskTier, Strength } from "@/sdk/wire/words";

/** How long a point may act for a high tier after the last word; the offline contract of the bundle extends it for lower ones. */
export const LEASE_SECONDS = 60;
/** How often the gateway renews leases on open streams. */
export const LEASE_EVERY_SECONDS = 15;
/** Points report about every ten seconds; after this silence one no longer counts as connected. */
const FRESH_SECONDS = 30;

export type PointFacts = { revokedAt: Date | null; lastSeenAt: Date | null; connected: boolean };

export function pointState({ revokedAt, lastSeenAt, connected }: PointFacts, now: Date) {
  if (revokedAt) return "revoked" as const;
  if (!lastSeenAt) return "never_connected" as const;
  const silence = (now.getTime() - lastSeenAt.getTime()) / 1000;
  if (connected && silence <= FRESH_SECONDS) return "connected" as const;
  return silence <= LEASE_SECONDS + LEASE_EVERY_SECONDS ? ("stale" as const) : ("unreachable" as const);
}

/**
 * When a point that hears nothing more stops deciding, at the latest. Its last word from us may be one renewal younger than
 * its last word to us, so that much is added.
 */
export function leaseEnd(lastSeenAt: Date | null, tier: RiskTier, offline: OfflineContract): Date | null {
  return lastSeenAt ? new Date(lastSeenAt.getTime() + (LEASE_EVERY_SECONDS + offline[tier]) * 1000) : null;
}

/** Never flattered: code in the agent's own process can be stepped around, another process cannot, a sandbox has no other way out. */
export function strengthOf(kind: PepKind): Strength {
  switch (kind) {
    case "sdk":
    case "authzen":
    case "opa":
      return "cooperative";
    case "mcp-proxy":
    case "ext-authz":
      return "mediated";
    case "sandbox":
      return "mandatory";
  }
}

/** Empty scope means every agent. */
export const servesAgent = (scope: readonly string[], agentId: string): boolean =>
  scope.length === 0 || scope.includes(agentId);

/** Data that must not leave by a way around a point. */
export const SENSITIVE_CLASSES = ["personal", "health", "payment", "secrets"] as const;

/**
 * What an agent's risk demands of the points before it: critical agents and those that touch sensitive data need points that
 * cannot be stepped around, high ones need another process between, for the rest the agent's own is enough.
 */
export function demandedStrength(agent: { riskTier: RiskTier; dataClasses: readonly string[] }): Strength {
  const sensitive = SENSITIVE_CLASSES.some((name) => agent.dataClasses.includes(name));
  if (agent.riskTier === "critical" || sensitive) return "mandatory";
  return agent.riskTier === "high" ? "mediated" : "cooperative";
}

/** From weakest to strongest, counted from 1. */
export const strengthRank = (strength: Strength): number => Strength.options.indexOf(strength) + 1;
export const strengthAt = (rank: number): Strength => Strength.options[rank - 1] ?? "mandatory";
/** Kinds of point of at least this strength. */
export const kindsOf = (strength: Strength): PepKind[] =>
  PepKind.options.filter((kind) => strengthOf(kind) === strength);

/** A point that is connected has this long to follow a new bundle before it counts as drifting. */
export const DRIFT_SECONDS = 30;
/** Beyond it, a point's times can no longer be set beside the console's. */
export const SKEW_NOTICED_MS = 30_000;
export const POINT_FRESH_SECONDS = FRESH_SECONDS;
