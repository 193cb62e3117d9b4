import type { Ctx } from "@/lib/db/ctx";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { freelyPermitted } from "@/sdk/in-scope";
import type { Detection, Hit } from "../detection";
import { startOf } from "../hours";
import { asi, atlas, READS, SENDS, sensitiveOf } from "./toxic-words";
import { listed } from "./words";

type Reach = { reads: string[]; sends: string[] };

export const toxicReach: Detection = {
  id: "toxic-reach",
  kind: "agent.toxicReach",
  title: "May read sensitive data and send outside",
  description:
    "By the policies in force an agent with sensitive data may read it and send data outside, itself or through an agent that it may delegate to. Nothing has happened yet: this is the combination that a planted instruction needs.",
  how: () =>
    "An active agent with confidential, personal, health, payment or secret data is permitted a tool that reads or uses credentials, and is permitted a tool classified as an export, itself or through a signed delegation that includes exports. Tools that any policy forbids or holds for it, under whatever condition, do not count.",
  reads: "The bundle in force, the inventory and the signed delegations, as they are now.",
  severity: "medium",
  asi,
  atlas,
  falseAlarms:
    "None by its own terms. It says what is possible, not what is meant: dismissed, it stays so until another exporting tool is added.",
  parameters: {},
  looks: "state",
  over: "The policies in force no longer permit both, or hold one of them for people.",
  standing: async (ctx, now) => {
    const inForce = await currentPolicySet(ctx);
    if (!inForce) return [];
    const { set, content } = inForce;
    const readers = content.tools.filter(({ operationClass }) => READS.includes(operationClass));
    const senders = content.tools.filter(({ operationClass }) => operationClass === SENDS);
    if (senders.length === 0) return [];
    const may = (agentId: string, tools: readonly { id: string }[]) =>
      tools.flatMap(({ id }) => (freelyPermitted(set, agentId, id) ? id : []));
    const agents = await ctx.db.agent.findMany({
      where: { orgId: ctx.orgId, status: "active" },
      orderBy: { id: "asc" },
      select: { id: true, name: true, dataClasses: true },
    });
    const edges = await exportEdges(ctx, now);
    const names = new Map(agents.map(({ id, name }) => [id, name]));
    return agents.flatMap((agent): Hit[] => {
      if (sensitiveOf(agent.dataClasses).length === 0) return [];
      const reads = may(agent.id, readers);
      if (reads.length === 0) return [];
      const through = edges.filter(({ fromId, toId }) => fromId === agent.id && names.has(toId));
      const own = may(agent.id, senders);
      return [
        ...(own.length > 0 ? [hitOf(agent, { reads, sends: own }, now)] : []),
        ...through.flatMap(({ toId }) => {
          const sends = may(toId, senders);
          return sends.length > 0 ? [hitOf(agent, { reads, sends }, now, names.get(toId))] : [];
        }),
      ];
    });
  },
};

const exportEdges = ({ db, orgId }: Ctx, now: Date) =>
  db.delegation.findMany({
    where: { orgId, status: "signed", until: { gt: now }, operationClasses: { has: SENDS } },
    orderBy: [{ fromId: "asc" }, { toId: "asc" }],
    select: { fromId: true, toId: true },
  });

type Agent = { id: string; name: string; dataClasses: string[] };

function hitOf({ id, name, dataClasses }: Agent, { reads, sends }: Reach, now: Date, through?: string): Hit {
  const classes = sensitiveOf(dataClasses);
  return {
    subject: { kind: "agent", id, name },
    windowFrom: startOf(now, 86_400_000),
    part: through ? `through ${through}` : "itself",
    value: 1,
    severity: "medium",
    title: `${name} may read ${classes.join(", ")} data and send data outside${through ? ` through ${through}` : ""}, and nobody is asked`,
    mend: "Put the exporting tools behind a checkpoint for this agent, or give reading and sending to two agents.",
    detail: { dataClasses: classes, reads: listed(reads), sends: listed(sends), through: through ?? null },
    facts: { sends, dataClasses: classes, through: through ?? null },
  };
}
