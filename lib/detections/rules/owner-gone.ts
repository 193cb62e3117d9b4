import type { Detection } from "../detection";
import { startOf } from "../hours";

export const ownerGone: Detection = {
  id: "owner-gone",
  kind: "agent.ownerGone",
  title: "Owner gone",
  description:
    "The person who answers for an agent is no longer active here. Requests for their decision wait for nobody, and nobody notices when the agent goes wrong.",
  how: () =>
    "An agent that may act names an owner whose account is disabled. Without an active backup owner it is high.",
  reads: "The inventory and the list of people, as they are now.",
  severity: "high",
  asi: ["ASI03", "ASI10"],
  atlas: [],
  falseAlarms: "None: it is so or it is not.",
  parameters: {},
  looks: "state",
  over: "It has an active owner, or it may no longer act.",
  standing: async ({ db, orgId }, now) => {
    const person = { select: { name: true, status: true } } as const;
    const agents = await db.agent.findMany({
      where: { orgId, status: "active", owner: { status: { not: "active" } } },
      orderBy: { id: "asc" },
      select: { id: true, name: true, owner: person, backupOwner: person, ownerGrace: { select: { dueAt: true } } },
    });
    return agents.map(({ id, name, owner, backupOwner, ownerGrace }) => {
      const backup = backupOwner?.status === "active" ? backupOwner.name : null;
      return {
        subject: { kind: "agent", id, name },
        windowFrom: startOf(now, 86_400_000),
        value: 1,
        severity: backup ? "medium" : "high",
        title: backup
          ? `The owner of ${name} is gone; ${backup} answers for it as backup`
          : `Nobody answers for ${name} any more: its owner is gone`,
        mend: "Name another owner. Without one it is suspended when its time is over: see Agents, Owners who left.",
        detail: {
          owner: owner?.name ?? null,
          backupOwner: backup,
          suspendedAt: ownerGrace?.dueAt.toISOString() ?? null,
        },
        facts: { owner: owner?.name ?? null, backupOwner: backup },
      };
    });
  },
};
