/** Private to this folder: points as the fleet relation gives them, and as they are shown. */
import type { Ctx } from "@/lib/db/ctx";
import type { Pep } from "@/lib/db/generated/client";
import { offlineContract } from "@/lib/policy/bundle-content";
import { Mode, PepKind } from "@/sdk/wire/words";
import { type Point, PointState } from "./contract";
import { leaseEnd, strengthAt } from "./rules";

export type FleetRow = Pep & {
  desiredRevision: number | null;
  strength: number;
  demanded: number;
  lost: number;
  state: string;
  weak: boolean;
  drifting: boolean;
  gappy: boolean;
  skewed: boolean;
  nonconformant: boolean;
  conformant: boolean | null;
  passed: number;
  failed: number;
  skipped: number;
  kit: string;
  checkedAt: Date;
};

export async function pointsOf(ctx: Ctx, rows: FleetRow[]): Promise<Point[]> {
  const [names, decided] = await Promise.all([agentNames(ctx, rows), lastDecisions(ctx, rows)]);
  return rows.map((row) => pointOf(row, names, decided));
}

function pointOf(row: FleetRow, names: Map<string, string>, decided: Map<string, Date>): Point {
  const { conformant, passed, failed, skipped, kit, checkedAt } = row;
  return {
    id: row.id,
    name: row.name,
    kind: PepKind.parse(row.kind),
    strength: strengthAt(row.strength),
    demanded: strengthAt(row.demanded),
    weak: row.weak,
    drifting: row.drifting,
    lost: row.lost,
    version: row.version,
    mode: Mode.parse(row.mode),
    agents: row.agents.map((id) => ({ id, name: names.get(id) ?? id })),
    state: PointState.parse(row.state),
    enrolledAt: row.enrolledAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    leaseEndsAt: row.revokedAt ? null : (leaseEnd(row.lastSeenAt, "high", offlineContract)?.toISOString() ?? null),
    revision: row.revision,
    desiredRevision: row.desiredRevision,
    refusedRevision: row.refusedRevision,
    refusedReason: row.refusedReason,
    spoolDepth: row.spoolDepth,
    gaps: row.gaps,
    skewMs: row.skewMs,
    lastDecisionAt: decided.get(row.id)?.toISOString() ?? null,
    demo: row.demo,
    scorecard: conformant === null ? null : { conformant, passed, failed, skipped, kit, at: checkedAt.toISOString() },
  };
}

async function agentNames(ctx: Ctx, rows: FleetRow[]): Promise<Map<string, string>> {
  const id = { in: [...new Set(rows.flatMap(({ agents }) => agents))] };
  const found = await ctx.db.agent.findMany({ where: { orgId: ctx.orgId, id }, select: { id: true, name: true } });
  return new Map(found.map((agent) => [agent.id, agent.name]));
}

async function lastDecisions(ctx: Ctx, rows: FleetRow[]): Promise<Map<string, Date>> {
  const pepId = { in: rows.map(({ id }) => id) };
  const found = await ctx.db.pointActivity.findMany({ where: { orgId: ctx.orgId, pepId } });
  return new Map(found.map(({ pepId, lastDecisionAt }) => [pepId, lastDecisionAt]));
}
