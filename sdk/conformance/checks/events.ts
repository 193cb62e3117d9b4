/** The record of calls: complete, once each, in order, and open about what is missing. */
import { digestOf } from "../../canonical.ts";
import { type Family, may, must } from "../check.ts";
import { ERASE, READ } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

const AFTER_OUTAGE_MS = 25_000;

export const events: Family = {
  name: "events",
  prepare: (stage) => stage.publish(),
  checks: [
    must(
      "event.call",
      "Each decision is reported with the digest of its arguments, and each run with its outcome.",
      async (stage) => {
        const { log } = stage;
        const [allowed, denied] = [stage.args(), stage.args()];
        await stage.runs(READ, { arguments: allowed });
        await stage.refuses(ERASE, ["forbidden"], { arguments: denied });
        const call = await reported(stage, digestOf(allowed));
        demand(call.effect === "allow" && call.code === "permitted", `The call that ran is reported as ${call.code}.`);
        const refusal = await reported(stage, digestOf(denied));
        demand(
          refusal.effect === "deny" && refusal.code === "forbidden",
          `The refusal is reported as ${refusal.code}.`,
        );
        await log.until("the outcome of the call", () => log.outcomes().some(({ callId }) => callId === call.id));
        const outcome = log.outcomes().find(({ callId }) => callId === call.id)?.outcome;
        demand(outcome === "succeeded", `The outcome of a run that went well is reported as ${outcome}.`);
        demand(!log.outcomes().some(({ callId }) => callId === refusal.id), "A call that did not run has an outcome.");
        return "two decisions and one outcome";
      },
    ),
    may("event.failure", "A run that fails is reported as failed.", async (stage) => {
      const { log, tool } = stage;
      const args = stage.args();
      tool.fails = true;
      try {
        await stage.call(READ, { arguments: args });
      } finally {
        tool.fails = false;
      }
      const call = await reported(stage, digestOf(args));
      await log.until("its outcome", () => log.outcomes().some(({ callId }) => callId === call.id));
      const outcome = log.outcomes().find(({ callId }) => callId === call.id)?.outcome;
      demand(outcome === "failed", `It is reported as ${outcome}.`);
      return "reported as failed";
    }),
    must(
      "event.outage",
      "What happens without the gateway is reported afterwards, once each and in order.",
      async (stage) => {
        const digests = await duringOutage(stage, 5);
        for (const digest of digests) await reported(stage, digest, AFTER_OUTAGE_MS);
        const order = stage.log.calls().flatMap(({ argumentsDigest }) => {
          const index = digests.indexOf(argumentsDigest);
          return index < 0 ? [] : [index];
        });
        demand(order.length === digests.length, `${digests.length} calls are reported ${order.length} times.`);
        demand(
          order.every((index, place) => index === place),
          "They are reported in another order than they were made.",
        );
        return `${order.length} calls, in order`;
      },
    ),
    must("event.retry", "When an answer is lost it sends the same events again, under the same ids.", async (stage) => {
      const { log, gateway } = stage;
      const before = log.repeated.length;
      gateway.server.fail(/\/events$/, "lose");
      const args = stage.args();
      await stage.runs(READ, { arguments: args });
      await log.until("the same events again", () => log.repeated.length > before, AFTER_OUTAGE_MS);
      demand(log.contradicted.length === 0, "Another event came under an id that was used.");
      const times = log.calls().filter(({ argumentsDigest }) => argumentsDigest === digestOf(args)).length;
      demand(times === 1, `One call is on record ${times} times.`);
      return `${log.repeated.length - before} events repeated, none twice on record`;
    }),
    must("event.gap", "It says when events were lost, and how many.", async (stage) => {
      const { log, gateway } = stage;
      gateway.refuseEvents = true;
      await stage.runs(READ);
      try {
        await log.until("a gap record", () => log.gaps().length > 0, AFTER_OUTAGE_MS);
      } finally {
        gateway.refuseEvents = false;
      }
      const lost = log.gaps().reduce((sum, gap) => sum + gap.lost, 0);
      return `${lost} lost, and said so`;
    }),
  ],
};

async function reported(stage: Stage, digest: string, patience?: number) {
  const find = () => stage.log.calls().find(({ argumentsDigest }) => argumentsDigest === digest);
  await stage.log.until("the record of a call", () => find() !== undefined, patience);
  const call = find();
  demand(call !== undefined, "The record of the call is gone.");
  return call;
}

/** Digests of the arguments of calls that were made while the gateway was away. */
async function duringOutage(stage: Stage, count: number): Promise<string[]> {
  const before = stage.log.streams.length;
  await stage.gateway.server.down();
  try {
    const digests: string[] = [];
    for (let made = 0; made < count; made += 1) {
      const args = stage.args();
      digests.push(digestOf(args));
      await stage.runs(READ, { arguments: args });
    }
    return digests;
  } finally {
    // However short the outage was for the point: one of its attempts to report has failed.
    stage.gateway.server.fail(/\/events$/, "cut");
    await stage.gateway.server.up();
    await stage.streamed(before);
  }
}
