/** Private to this folder: the one rule of standing approvals, asked about a request. */
import { Action } from "@/sdk/wire/action";
import { Reversibility, RiskTier } from "@/sdk/wire/words";
import type { Row } from "./rows";
import { whyNoStanding } from "./standing-rules";

/** Why this request cannot be agreed to in advance; null when it can. */
export function cannotStand(row: Row): string | null {
  const { chain, operationClass } = Action.parse(JSON.parse(row.action));
  return whyNoStanding({
    riskTier: RiskTier.parse(row.riskTier),
    reversibility: Reversibility.parse(row.reversibility),
    operationClass,
    stepUp: row.stepUp,
    uninspectable: row.uninspectable,
    changed: row.changedDigest !== null,
    chained: chain.length > 0,
  });
}
