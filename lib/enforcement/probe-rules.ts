/** What a point's answer to a probe is worth. Pure. */
import type { DecisionCode } from "@/sdk/wire/decision";
import type { ProbeStatement } from "@/sdk/wire/protocol";

/** What was asked, and what is known here about the bundle that the answer names. */
export type Asked = {
  orgId: string;
  pepId: string;
  probeId: string;
  orderId: string | null;
  nonce: string;
  agentId: string;
  tool: string;
  /** Revision that the point had said it loaded when it was asked. */
  claimedRevision: number;
};

/** The refusals that an order brings about, and no others prove that it is in effect. */
const BY_ORDER: ReadonlySet<DecisionCode> = new Set(["agent_killed", "agent_suspended", "agent_retired", "revoked"]);

/** Why the statement cannot be true; null when nothing speaks against it. `proof` is what the bundle of its revision gives. */
export function lieIn(statement: ProbeStatement, asked: Asked, proof: string | null): string | null {
  if (statement.org !== asked.orgId || statement.pep !== asked.pepId || statement.probeId !== asked.probeId)
    return "it speaks for another point or answers another probe";
  if (statement.nonce !== asked.nonce) return "it does not carry the nonce that was sent";
  if (statement.orderId !== asked.orderId) return "it names another order";
  if (statement.agentId !== asked.agentId || statement.tool !== asked.tool) return "it is about another call";
  if (statement.revision === 0)
    return statement.bundleProof === null ? null : "it proves a bundle that it does not name";
  if (proof === null) return `it names revision ${statement.revision}, which was never signed here`;
  if (statement.bundleProof !== proof)
    return `it does not hold the content of revision ${statement.revision}, which it names`;
  if (statement.revision < asked.claimedRevision)
    return `it had said that revision ${asked.claimedRevision} was loaded, and holds ${statement.revision}`;
  return null;
}

export type Verdict = { result: "refused" | "inconclusive" | "not_refused" | "honest"; why: string | null };

/** What an honest answer proves. */
export function verdictOn(statement: ProbeStatement): Verdict {
  if (statement.orderId === null) {
    const why = statement.revision === 0 ? "It has no bundle in force, and so refuses every call." : null;
    return { result: "honest", why };
  }
  if (statement.effect !== "deny")
    return {
      result: "not_refused",
      why: `The call would have been ${statement.effect === "hold" ? "held" : "allowed"}.`,
    };
  if (!statement.enforced)
    return { result: "not_refused", why: `The refusal would not have been carried out: ${statement.reason}` };
  if (!BY_ORDER.has(statement.code))
    return { result: "inconclusive", why: `It was refused for another reason than the order: ${statement.reason}` };
  return { result: "refused", why: null };
}
