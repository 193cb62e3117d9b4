import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { Detection, Hit, Range } from "../detection";
import { asi, atlas, READS, SENDS, sensitiveOf } from "./toxic-words";

/** The newest exports of an agent in the range that are looked through for whom they were made. */
const MOST_EXPORTS = 5_000;

type Row = {
  fromId: string;
  fromName: string;
  toName: string;
  dataClasses: string[];
  day: Date;
  calls: string[];
  first: Date;
  tools: string[];
};

export const toxicChain: Detection = {
  id: "toxic-chain",
  kind: "agent.toxic",
  title: "Sensitive data read, and sent outside through another agent",
  description:
    "An agent that handles sensitive data reads it, and another agent sends data outside on its word. Neither of the two alone does anything that stands out.",
  how: ({ exports = 0 }) =>
    `An agent with sensitive data makes an allowed call that reads or uses credentials, and on the same day or the next at least ${exports} allowed calls classified as an export, that no person approved, name it in their delegation chain.`,
  reads:
    "Calls counted by agent, class and hour; of the agents that a signed delegation leads to, the newest 5,000 exports of the time, for their chain.",
  severity: "high",
  asi: [...asi, "ASI07"],
  atlas: [...atlas, "AML.T0118"],
  falseAlarms: "Raised once a day for each pair of agents and set of exporting tools.",
  parameters: { exports: { label: "Exports, at least", unit: "calls", default: 1, min: 1, max: 1_000 } },
  looks: "range",
  find: async (ctx, range, { exports = 0 }) =>
    (await rowsOf(ctx, range)).flatMap((row) => (row.calls.length >= exports ? hitsOf(row) : [])),
};

/** Edges first, then who read, then the exports of the few agents that are left: never all calls. */
const rowsOf = ({ db, orgId }: Ctx, { from, to }: Range): Promise<Row[]> =>
  db.$queryRaw<Row[]>(Prisma.sql`
    WITH edges AS (
      SELECT DISTINCT d."fromId", d."toId" FROM "Delegation" d
      WHERE d."orgId" = ${orgId} AND d."signedAt" IS NOT NULL AND d."signedAt" < ${to}
        AND (d."endedAt" IS NULL OR d."endedAt" >= ${from})
    ),
    readers AS (
      SELECT DISTINCT h."agentId", date_trunc('day', h."from", 'UTC') AS "day" FROM "ActivityHour" h
      WHERE h."orgId" = ${orgId} AND h."from" >= date_trunc('day', ${from}::timestamptz, 'UTC') - interval '1 day' AND h."from" < ${to}
        AND h."agentId" IN (SELECT "fromId" FROM edges)
        AND h."calls" > 0 AND h."effect" = 'allow' AND h."operationClass" = ANY(${[...READS]})
    ),
    exports AS (
      SELECT x.* FROM (SELECT DISTINCT "toId" FROM edges WHERE "fromId" IN (SELECT "agentId" FROM readers)) b
      CROSS JOIN LATERAL (
        SELECT e."id", e."agentId", e."agentName", e."tool", e."chain", e."receivedAt" FROM "ActivityEvent" e
        WHERE e."orgId" = ${orgId} AND e."agentId" = b."toId" AND e."receivedAt" >= date_trunc('day', ${from}::timestamptz, 'UTC')
          AND e."receivedAt" < ${to}
          AND e."effect" = 'allow' AND e."operationClass" = ${SENDS} AND e."checkpointId" IS NULL
        ORDER BY e."receivedAt" DESC LIMIT ${MOST_EXPORTS}) x
    )
    SELECT a."id" AS "fromId", a."name" AS "fromName", x."agentName" AS "toName", a."dataClasses",
      date_trunc('day', x."receivedAt", 'UTC') AS "day", min(x."receivedAt") AS "first",
      array_agg(x."id" ORDER BY x."receivedAt", x."id") AS "calls", array_agg(DISTINCT x."tool" ORDER BY x."tool") AS "tools"
    FROM exports x
    JOIN edges g ON g."toId" = x."agentId" AND g."fromId" = ANY(x."chain")
    JOIN "Agent" a ON a."orgId" = ${orgId} AND a."id" = g."fromId"
    WHERE EXISTS (SELECT 1 FROM readers r WHERE r."agentId" = g."fromId"
      AND r."day" IN (date_trunc('day', x."receivedAt", 'UTC'), date_trunc('day', x."receivedAt", 'UTC') - interval '1 day'))
    GROUP BY a."id", a."name", x."agentId", x."agentName", a."dataClasses", date_trunc('day', x."receivedAt", 'UTC')
    ORDER BY a."id", x."agentId"`);

function hitsOf({ fromId, fromName, toName, dataClasses, day, calls, first, tools }: Row): Hit[] {
  const classes = sensitiveOf(dataClasses);
  if (classes.length === 0) return [];
  return [
    {
      subject: { kind: "agent", id: fromId, name: fromName },
      windowFrom: day,
      part: `through ${toName}`,
      value: 1,
      severity: "high",
      title: `${fromName} read ${classes.join(", ")} data, and ${toName} sent data outside on its word`,
      mend: "Look at what was sent. Take exports out of the delegation, or put them behind a checkpoint.",
      detail: {
        sent: calls.length,
        dataClasses: classes,
        through: toName,
        sentWith: tools.slice(0, 20),
        firstAt: first.toISOString(),
        callIds: calls.slice(0, 3),
      },
      facts: { tools, through: toName },
    },
  ];
}
