/**
 * Decides one call from what this point holds, in this order: stop orders, the bundle, the point's own scope, the lease,
 * policy, room for the record. Everything that is missing or unsure is a deny with its reason.
 */
import { decide } from "../decide.ts";
import { principalsOf, type ScopedCall } from "../revoked.ts";
import type { Decision, DecisionCode, DecisionRequest } from "../wire/decision.ts";
import type { RiskTier } from "../wire/words.ts";
import type { BundleHolder, Held } from "./bundle-holder.ts";
import type { Lease } from "./lease.ts";
import type { Recorder } from "./recorder.ts";
import type { Standing } from "./standing.ts";
import type { Stops } from "./stops.ts";

/** Tiers whose calls are not run unless the record of them is on disk. */
const STRICT_TIERS: ReadonlySet<RiskTier> = new Set(["high", "critical"]);

/** Refusals that hold in observe mode too: an order to stop is not a policy on trial, and what has no exact form cannot be passed on. */
const ALWAYS_ENFORCED: ReadonlySet<DecisionCode> = new Set([
  "agent_killed",
  "agent_suspended",
  "agent_retired",
  "revoked",
  "arguments_unrepresentable",
]);

export type DecideOptions = { lifted?: readonly string[]; seenPin?: string };

export type DeciderParts = {
  bundles: BundleHolder;
  lease: Lease;
  stops: Stops;
  standing: Standing;
  recorder: Recorder;
  /** The gateway's time, as well as it is known here. */
  gatewayNow(): number;
  /** Agents that the point may act for; null means all. */
  agents: readonly string[] | null;
};

export class Decider {
  private readonly parts: DeciderParts;

  constructor(parts: DeciderParts) {
    this.parts = parts;
  }

  decide(request: DecisionRequest, options: DecideOptions = {}): Decision {
    const decision = this.judge(request, options);
    if (decision.effect === "allow" || this.enforces(decision)) return decision;
    return { ...decision, reason: `Observe mode, not enforced: ${decision.reason}` };
  }

  /** Whether a decision that is not an allow is to be carried out. */
  enforces(decision: Decision): boolean {
    return this.parts.standing.current.mode === "enforce" || ALWAYS_ENFORCED.has(decision.code);
  }

  deny(code: DecisionCode, reason: string, because?: Decision): Decision {
    const revision = because?.revision ?? this.parts.bundles.held?.revision ?? 0;
    return {
      effect: "deny",
      code,
      reason,
      policies: because?.policies ?? [],
      rules: because?.rules ?? [],
      observed: because?.observed ?? [],
      revision,
    };
  }

  /** Null while no order is against the call; else the refusal by the order that is. */
  stopOf(call: ScopedCall): Decision | null {
    const stopped = this.parts.stops.against(call);
    return stopped && this.deny(stopped.code, stopped.message);
  }

  /** Whether any agent on whose word the call is made is of a tier that does not run unrecorded. */
  mustBeRecorded(call: Pick<ScopedCall, "agentId" | "chain">): boolean {
    return principalsOf(call).some((agentId) => {
      const tier = this.parts.bundles.held?.agents.get(agentId)?.riskTier;
      return tier === undefined || STRICT_TIERS.has(tier);
    });
  }

  private judge(request: DecisionRequest, options: DecideOptions): Decision {
    const stopped = this.stopOf(request);
    if (stopped) return stopped;
    const { held } = this.parts.bundles;
    if (!held) return this.deny("no_bundle", this.whyNoBundle());
    const { agents } = this.parts;
    if (agents && !agents.includes(request.agentId))
      return this.deny("unknown_agent", `This enforcement point may not act for agent ${request.agentId}.`);
    const stale = this.staleness(request, held);
    if (stale) return stale;
    const decision = decide(held.set, request, { ...options, now: this.parts.gatewayNow() });
    if (decision.effect !== "allow" || !this.parts.recorder.full || !this.mustBeRecorded(request)) return decision;
    return this.deny(
      "spool_full",
      "The call cannot be recorded: the spool is full, and this risk tier is not run unrecorded.",
    );
  }

  /** Of several agents on whose word the call is made, the one of the gravest tier says how long. */
  private staleness(request: DecisionRequest, held: Held): Decision | null {
    const { offline } = held.content;
    let tier: RiskTier | undefined;
    for (const agentId of principalsOf(request)) {
      const other = held.agents.get(agentId)?.riskTier;
      if (other !== undefined && (tier === undefined || offline[other] < offline[tier])) tier = other;
    }
    if (tier === undefined) return null;
    const allowance = offline[tier];
    if (this.parts.lease.holds(allowance)) return null;
    const age = this.parts.lease.age();
    const reason = Number.isFinite(age)
      ? `The gateway was last heard ${Math.floor(age)} s ago; tier ${tier} may go on for ${allowance} s without it.`
      : "The gateway has not been heard, or does not accept this point any more.";
    return this.deny("lease_expired", reason);
  }

  private whyNoBundle(): string {
    const { minimumRevision } = this.parts.standing.current;
    const { revision } = this.parts.bundles;
    if (revision === 0) return "No policy bundle has been received yet.";
    if (revision < minimumRevision)
      return `Bundle ${revision} is no longer to be used: at least revision ${minimumRevision} is asked for, and it has not come.`;
    return `Bundle ${revision} is signed by a key that is no longer trusted.`;
  }
}
