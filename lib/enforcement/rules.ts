/** State of a point and the end of its lease. Pure. */
import type { OfflineContract } from "@/sdk/wire/bundle";
import type { PepKind, RiskTier, Strength } from "@/sdk/wire/words";

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
