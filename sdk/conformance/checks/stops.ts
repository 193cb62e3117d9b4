/** Orders that stop an agent. */
import { type Family, may, must } from "../check.ts";
import { AGENT, content, MOVE, READ, WRITE } from "../kit-content.ts";
import type { Stage } from "../stage.ts";
import { demand } from "../verdicts.ts";

export const stops: Family = {
  name: "stops",
  prepare: (stage) => stage.publish(),
  checks: [
    must("stop.refuses", "A killed agent's next call is refused, and the order is acknowledged.", async (stage) => {
      await stage.runs(READ);
      const started = performance.now();
      await stage.ordered(stage.gateway.order(AGENT, "killed"));
      const ms = Math.round(performance.now() - started);
      await stage.refuses(READ, ["agent_killed"]);
      await release(stage);
      return `acknowledged after ${ms} ms`;
    }),
    must("stop.suspends", "A suspended agent is refused until it is released.", async (stage) => {
      await stage.ordered(stage.gateway.order(AGENT, "suspended"));
      await stage.refuses(READ, ["agent_suspended"]);
      await release(stage);
      return "refused, then ran again";
    }),
    must("stop.outlives-bundles", "A new bundle does not undo a stop order.", async (stage) => {
      await stage.ordered(stage.gateway.order(AGENT, "killed"));
      await stage.publish(content({ agent: { status: "active" } }));
      await stage.refuses(READ, ["agent_killed"]);
      await release(stage);
      return "still refused under the new bundle";
    }),
    must(
      "stop.waiting",
      "A call that waits for people is ended by a kill, and no approval revives it.",
      async (stage) => {
        const before = stage.log.runs.length;
        const { checkpoint, answer } = await stage.holds(MOVE);
        await stage.ordered(stage.gateway.order(AGENT, "killed"));
        stage.gateway.approve(checkpoint);
        stage.refused(await answer, before, ["agent_killed"]);
        await release(stage);
        demand(stage.log.runs.length === before + 1, "The call that was stopped ran after the release.");
        return "ended with agent_killed";
      },
    ),
    may("stop.running", "A call that runs is given up by a kill without waiting for its end.", async (stage) => {
      const { tool } = stage;
      let finish: () => void = () => undefined;
      tool.gate = new Promise((resolve) => {
        finish = resolve;
      });
      try {
        const before = stage.log.runs.length;
        const answer = stage.call(WRITE);
        answer.catch(() => undefined);
        await stage.log.until("the tool running", () => stage.log.runs.length > before);
        await stage.ordered(stage.gateway.order(AGENT, "killed"));
        const ended = await Promise.race([answer, stage.log.until("an answer", () => false, 5000)]);
        return `answered with ${ended?.code ?? "no code"} while the tool still ran`;
      } finally {
        finish();
        tool.gate = null;
        await release(stage);
      }
    }),
  ],
};

async function release(stage: Stage): Promise<void> {
  await stage.ordered(stage.gateway.order(AGENT, "active"));
  await stage.runs(READ);
}
