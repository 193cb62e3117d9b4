import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Detection, Range } from "../detection";
import { listed, plural } from "./words";

type Row = { pepId: string; name: string; day: Date; agents: string[] };

export const sharedCredential: Detection = {
  id: "shared-credential",
  kind: "credential.shared",
  title: "Shared credential",
  description:
    "Several agents act with one credential: the key of an enforcement point that lives inside an agent's own process. What one of them does cannot be told from what another does, and one cannot be cut off without the other.",
  how: ({ agents = 0 }) =>
    `On one day more than ${plural(agents, "agent")} called tools through the same in-process point. Proxies, gateways and sandboxes stand before several agents by their nature and do not count.`,
  reads: "Calls counted by agent, point and hour.",
  severity: "medium",
  asi: ["ASI03"],
  atlas: ["AML.T0083", "AML.T0098"],
  falseAlarms:
    "Raised whenever it is so. A process that hosts several agents on purpose wants a higher number or a suppression.",
  parameters: {
    agents: { label: "Agents for each credential, at most", unit: "agents", default: 1, min: 1, max: 100 },
  },
  looks: "range",
  find: async (ctx, range, { agents: most = 1 }) =>
    (await rowsOf(ctx, range, most)).map(({ pepId, name, day, agents }) => ({
      subject: { kind: "point", id: pepId, name },
      windowFrom: day,
      value: agents.length,
      severity: "medium",
      title: `${plural(agents.length, "agent")} acted with the credential of ${name}`,
      mend: "Enrol a point of its own for each agent, and revoke this one.",
      detail: { agents: listed(agents), agentCount: agents.length, day: day.toISOString() },
      facts: { agents },
    })),
};

/** By whole days, so that agents who take turns are seen however the time is cut. */
const rowsOf = ({ db, orgId }: Ctx, { from, to }: Range, most: number): Promise<Row[]> =>
  db.$queryRaw<Row[]>(Prisma.sql`
    SELECT p."id" AS "pepId", p."name", d."from" AS "day", array_agg(DISTINCT d."agentId" ORDER BY d."agentId") AS "agents"
    FROM "ActivityDay" d JOIN "Pep" p ON p."orgId" = d."orgId" AND p."id" = d."pepId" AND p."kind" = 'sdk'
    WHERE d."orgId" = ${orgId} AND d."from" >= date_trunc('day', ${from}::timestamptz, 'UTC') AND d."from" < ${to}
      AND d."calls" > 0
    GROUP BY p."id", p."name", d."from" HAVING count(DISTINCT d."agentId") > ${most}
    ORDER BY p."id", d."from"`);
