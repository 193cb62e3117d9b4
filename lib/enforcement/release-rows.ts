/** Private to this folder: releases that wait for a second person, as they are stored and shown. */
import type { Ctx } from "@/lib/db/ctx";
import type { ReleaseRequest as Row } from "@/lib/db/generated/client";
import { can, Role } from "@/lib/shared/permissions";
import type { ReleaseRequest } from "./release-contract";

/** Names of the people who hold the permission, by id. */
export async function releasers(ctx: Ctx): Promise<Map<string, string>> {
  const people = await ctx.db.user.findMany({
    where: { orgId: ctx.orgId, status: "active" },
    orderBy: { name: "asc" },
    select: { id: true, name: true, roles: true },
  });
  const holders = people.filter(({ roles }) =>
    can(
      roles.flatMap((role) => Role.safeParse(role).data ?? []),
      "agent:release",
    ),
  );
  return new Map(holders.map(({ id, name }) => [id, name]));
}

export function releaseView(row: Row, people: ReadonlyMap<string, string>, now: Date): ReleaseRequest {
  const late = row.status === "pending" && row.expiresAt <= now;
  return {
    id: row.id,
    orderId: row.orderId,
    title: row.title,
    reason: row.reason,
    requestedById: row.requestedById,
    requestedByName: row.requestedByName,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    status: late ? "expired" : (row.status as ReleaseRequest["status"]),
    closedByName: row.closedByName,
    confirmers: [...people].flatMap(([id, name]) => (id === row.requestedById ? [] : [name])),
  };
}
