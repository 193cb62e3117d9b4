/** What the point still knows after it was stopped and started again. */
import { type Family, must } from "../check.ts";
import { AGENT, content, ERASE, open, READ } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

export const restarts: Family = {
  name: "restarts",
  prepare: (stage) => stage.publish(),
  checks: [
    must(
      "restart.bundle",
      "Started without the gateway, it decides by the verified bundle that it kept.",
      async (stage) => {
        await stage.publish(content());
        await away(stage, async () => {
          await stage.runs(READ);
          await stage.refuses(ERASE, ["forbidden"]);
        });
        return "decided by the kept bundle";
      },
    ),
    must("restart.identity", "Started again, it is the same point and does not enrol again.", async (stage) => {
      const before = stage.log.streams.length;
      await stage.stop();
      await stage.start();
      await stage.streamed(before);
      demand(stage.gateway.points.size === 1, "It enrolled again and is another point now.");
      await stage.runs(READ);
      return "the same point";
    }),
    must("restart.orders", "A stop order outlives a restart without the gateway.", async (stage) => {
      await stage.ordered(stage.gateway.order(AGENT, "killed"));
      await away(stage, () => stage.refuses(READ, ["agent_killed"]));
      await stage.ordered(stage.gateway.order(AGENT, "active"), 20_000);
      return "still refused after the restart";
    }),
    must("restart.revocations", "A revocation outlives a restart without the gateway.", async (stage) => {
      const scope = { kind: "tool", tool: READ } as const;
      await stage.ordered(stage.gateway.revoke(scope));
      await away(stage, () => stage.refuses(READ, ["revoked"]));
      await stage.ordered(stage.gateway.revoke(scope, false), 20_000);
      return "still refused after the restart";
    }),
    must(
      "restart.replay",
      "After a restart it still refuses a bundle older than the newest it ever held.",
      async (stage) => {
        const { gateway } = stage;
        const old = gateway.publishBad(open(), {});
        await stage.acked(old, "loaded");
        await stage.publish(content());
        const before = stage.log.streams.length;
        await stage.stop();
        // The old one is the first that it hears of: what it held before, it must know by itself.
        gateway.announce(old, gateway.bundles.get(old));
        await stage.start();
        await stage.streamed(before);
        await stage.acked(old, "refused");
        await stage.refuses(ERASE, ["forbidden"]);
        return `revision ${old} refused`;
      },
    ),
  ],
};

/** Stops the point, takes the gateway away, starts the point, and brings the gateway back after `act`. */
async function away(stage: Stage, act: () => Promise<unknown>): Promise<void> {
  await stage.stop();
  await stage.gateway.server.down();
  const before = stage.log.streams.length;
  try {
    await stage.start();
    await act();
  } finally {
    await stage.gateway.server.up();
    await stage.streamed(before);
  }
}
