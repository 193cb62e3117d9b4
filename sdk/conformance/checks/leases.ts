/** What the point does when it hears nothing more: the lease, and the offline contract of each risk tier. */
import type { RiskTier } from "../../wire/words.ts";
import { type Family, must } from "../check.ts";
import { content, MOVE, READ } from "../kit-content.ts";
import type { Stage } from "../stage.ts";

const LEASE_SECONDS = 2;
/** Beyond the lease, with room for a word that was on its way. */
const OVER_MS = 2600;

export const leases: Family = {
  name: "leases",
  stage: { leaseSeconds: LEASE_SECONDS },
  checks: [
    must("lease.runs", "It decides without the gateway while its lease runs.", (stage) =>
      away(stage, "high", 0, async () => {
        await stage.runs(READ);
        return "decided without the gateway";
      }),
    ),
    must(
      "lease.high",
      "For a high tier it refuses when the lease is over, and decides again when it is back.",
      async (stage) => {
        const seen = await away(stage, "high", 0, async () => {
          await pass(OVER_MS);
          return `refused with ${await stage.refuses(READ, ["lease_expired"])}`;
        });
        await stage.runs(READ);
        return seen;
      },
    ),
    must("lease.low", "For a low tier it goes on as long as the offline contract says, and no longer.", (stage) =>
      away(stage, "low", 6, async () => {
        await pass(OVER_MS);
        await stage.runs(READ);
        await pass(4500);
        return `ran beyond the lease, then refused with ${await stage.refuses(READ, ["lease_expired"])}`;
      }),
    ),
    must("lease.holds", "What needs people is refused while nobody can be asked.", (stage) =>
      away(stage, "low", 3600, async () => `refused with ${await stage.refuses(MOVE, ["checkpoint_unavailable"])}`),
    ),
  ],
};

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes the gateway away for as long as `act` lasts. */
async function away(stage: Stage, tier: RiskTier, offline: number, act: () => Promise<string>): Promise<string> {
  await stage.publish(content({ agent: { riskTier: tier }, offline: { [tier]: offline } }));
  await stage.runs(READ);
  const before = stage.log.streams.length;
  await stage.gateway.server.down();
  try {
    return await act();
  } finally {
    await stage.gateway.server.up();
    await stage.streamed(before);
    await stage.publish(content());
  }
}
