/** Words that acts are judged by, in their order. */
import { can, type Permission, PersonRole } from "@/lib/shared/permissions";
import { RiskTier as Tier } from "@/sdk/wire/words";

export const RiskTier: readonly string[] = Tier.options;
/** As `lib/inventory/contract.ts` has it, which stands behind this folder; its test holds the two against each other. */
export const Autonomy: readonly string[] = ["assists", "supervised", "bounded", "autonomous"];

/** Whoever may do one of these can change what is enforced, confirm that it is changed, or decide a held call. */
const powers: readonly Permission[] = ["change:decide", "checkpoint:decide", "agent:register", "apiKey:manage"];
export const decidingRoles: readonly string[] = PersonRole.options.filter((role) =>
  powers.some((power) => can([role], power)),
);
