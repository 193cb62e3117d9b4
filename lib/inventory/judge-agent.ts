/** What a change of an agent's facts would weaken: policies and rules go by them. */

import type { Judged } from "@/lib/changes/guarded-command";
import { anyInForce } from "@/lib/changes/in-force";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import type { Agent } from "./contract";
import { changesBetween, factsOf } from "./rules";

type Facts = ReturnType<typeof factsOf>;

export async function judgeAgent(tx: TxCtx, agent: Agent, after: Facts, by: string | null): Promise<Judged> {
  const before = factsOf(agent);
  const changes = changesBetween(before, after);
  const side = (which: "from" | "to") =>
    JSON.stringify(Object.fromEntries(Object.entries(changes).map(([field, one]) => [field, one[which]])), null, 2);
  return {
    kind: "agent",
    subject: agent.id,
    title: `Facts about ${agent.name}`,
    base: { ...before, version: agent.version },
    texts: [{ title: agent.name, before: side("from"), after: side("to") }],
    weakenings: (await anyInForce(tx)) ? weakeningsOf("agent", { name: agent.name, by, before, after }) : [],
  };
}
