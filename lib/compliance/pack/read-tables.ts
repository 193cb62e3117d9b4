/** What a pack holds as tables: inventory, people, points, findings, drills. Each is a CSV file. */
import type { Ctx } from "@/lib/db/ctx";
import { accessTables } from "./access-tables";
import type { PackScope } from "./scope";
import type { Table } from "./snapshot-contract";

/** Of findings, the newest so many. */
const MOST_FINDINGS = 20_000;

export async function readTables(ctx: Ctx, scope: PackScope): Promise<Record<string, Table>> {
  const [agents, tools, points, access, findings, drills] = await Promise.all([
    agentTable(ctx, scope),
    toolTable(ctx),
    pointTable(ctx),
    accessTables(ctx),
    findingTable(ctx, scope),
    drillTable(ctx, scope),
  ]);
  return {
    "inventory/agents.csv": agents,
    "inventory/tools.csv": tools,
    "inventory/points.csv": points,
    ...access,
    "findings/findings.csv": findings,
    "stops/drills.csv": drills,
  };
}

const at = (time: Date | null): string | null => time?.toISOString() ?? null;
const chosen = ({ agentIds }: PackScope) => (agentIds.length === 0 ? undefined : { in: [...agentIds] });

async function agentTable({ db, orgId }: Ctx, scope: PackScope): Promise<Table> {
  const rows = await db.agent.findMany({
    where: { orgId, id: chosen(scope) },
    orderBy: { id: "asc" },
    include: { owner: { select: { name: true } }, backupOwner: { select: { name: true } } },
  });
  return [
    [
      "id",
      "name",
      "purpose",
      "provider",
      "framework",
      "environment",
      "team",
      "data_classes",
      "autonomy",
      "risk_tier",
      "status",
      "owner",
      "backup_owner",
      "registered",
    ],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.purpose,
      row.provider,
      row.framework,
      row.environment,
      row.team,
      row.dataClasses.join("; "),
      row.autonomy,
      row.riskTier,
      row.status,
      row.owner?.name ?? null,
      row.backupOwner?.name ?? null,
      at(row.createdAt),
    ]),
  ];
}

async function toolTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.tool.findMany({ where: { orgId }, orderBy: [{ server: "asc" }, { name: "asc" }] });
  return [
    ["id", "server", "name", "operation_class", "reversibility", "state", "pin", "pinned"],
    ...rows.map((row) => [
      row.id,
      row.server,
      row.name,
      row.operationClass,
      row.reversibility,
      row.state,
      row.pin,
      at(row.pinnedAt),
    ]),
  ];
}

async function pointTable({ db, orgId }: Ctx): Promise<Table> {
  const rows = await db.pep.findMany({ where: { orgId }, orderBy: { id: "asc" } });
  return [
    ["id", "name", "kind", "version", "mode", "revision", "enrolled", "revoked", "last_heard", "gaps"],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.kind,
      row.version,
      row.mode,
      row.revision,
      at(row.enrolledAt),
      at(row.revokedAt),
      at(row.lastSeenAt),
      row.gaps,
    ]),
  ];
}

async function findingTable({ db, orgId }: Ctx, { from, cut }: PackScope): Promise<Table> {
  const rows = await db.finding.findMany({
    where: { orgId, openedAt: { lt: cut }, OR: [{ status: "open" }, { closedAt: { gte: from } }] },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: MOST_FINDINGS,
  });
  return [
    ["id", "kind", "severity", "subject", "title", "status", "opened", "closed", "closed_by", "why"],
    ...rows.map((row) => [
      row.id,
      row.kind,
      row.severity,
      row.subjectName,
      row.title,
      row.status,
      at(row.openedAt),
      at(row.closedAt),
      row.closedBy,
      row.closedWhy,
    ]),
  ];
}

async function drillTable({ db, orgId }: Ctx, { from, cut }: PackScope): Promise<Table> {
  const rows = await db.drill.findMany({
    where: { orgId, startedAt: { gte: from, lt: cut }, status: { not: "running" } },
    orderBy: { id: "asc" },
  });
  return [
    [
      "id",
      "order",
      "started",
      "ended",
      "status",
      "points",
      "confirmed",
      "refused",
      "unreachable",
      "p50_ms",
      "p99_ms",
      "certificate",
      "missing",
    ],
    ...rows.map((row) => [
      row.id,
      row.orderId,
      at(row.startedAt),
      at(row.endedAt),
      row.status,
      row.points,
      row.confirmed,
      row.refused,
      row.unreachable,
      row.p50Ms,
      row.p99Ms,
      row.certificateId,
      row.missing.join(" "),
    ]),
  ];
}
