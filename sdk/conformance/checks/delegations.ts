/** Calls that come through other agents: only over edges that people signed off, and never for more than all of them hold. */
import { type Check, type Family, must } from "../check.ts";
import { AGENT, ENDED, ERASE, MOVE, PLANNER, READ, UNSIGNED } from "../kit-content.ts";
import { CheckFailed, demand } from "../verdicts.ts";

export const delegations: Family = {
  name: "delegations",
  prepare: (stage) => stage.publish(),
  checks: [
    must("delegate.signed", "A call through an agent whose delegation was signed off runs.", async (stage) => {
      await stage.runs(READ, { chain: [PLANNER] });
      return "run";
    }),
    stopped("delegate.unsigned", "over a delegation that nobody signed off", [UNSIGNED]),
    stopped("delegate.ended", "over a delegation that has ended", [ENDED]),
    must("delegate.action", "People are asked about a held call with its whole chain.", async (stage) => {
      const { checkpoint, answer } = await stage.holds(MOVE, { chain: [PLANNER] });
      const { action } = checkpoint.asked;
      demand(
        action.agent === AGENT && action.chain.join() === PLANNER,
        `The action names the chain "${action.chain}".`,
      );
      const before = stage.log.runs.length;
      stage.gateway.settle(checkpoint, "denied", "no", null);
      stage.refused(await answer, before, ["checkpoint_denied"]);
      return "the chain is in the action";
    }),
    must("delegate.circle", "A chain that goes round in a circle is refused.", async (stage) => {
      return `refused with ${await stage.refuses(READ, ["delegation_refused"], { chain: [AGENT, PLANNER] })}`;
    }),
    must("delegate.forbidden", "What is forbidden stays so through another agent.", async (stage) => {
      return `refused with ${await stage.refuses(ERASE, ["forbidden"], { chain: [PLANNER] })}`;
    }),
    must("delegate.stopped", "A call through an agent that was stopped is refused at once.", async (stage) => {
      await stage.runs(READ, { chain: [PLANNER] });
      await stage.ordered(stage.gateway.order(PLANNER, "killed"));
      const code = await stage.refuses(READ, ["agent_killed"], { chain: [PLANNER] });
      await stage.ordered(stage.gateway.order(PLANNER, "active"));
      return `refused with ${code}`;
    }),
  ],
};

/** Held or denied: what must not happen is that it runs. */
function stopped(id: string, which: string, chain: string[]): Check {
  return must(id, `A call ${which} is held or denied.`, async (stage) => {
    const before = stage.log.runs.length;
    const asked = stage.gateway.checkpoints.size;
    const answer = stage.call(READ, { chain });
    // Where it asks people, they refuse; where it does not ask, nothing is there to answer.
    stage.gateway.held(asked).then(
      (checkpoint) => stage.gateway.settle(checkpoint, "denied", "no", null),
      () => undefined,
    );
    const code = stage.refused(await answer, before);
    if (code === "permitted") throw new CheckFailed("It was permitted.");
    return `refused with ${code}`;
  });
}
