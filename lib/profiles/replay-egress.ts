import { z } from "zod";
import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { ruleFor, tunnelTo } from "@/sdk/egress/egress-rules";
import { isEgressMethod } from "@/sdk/egress/egress-tools";
import { messageOf } from "@/sdk/pep/logger";
import type { EgressRule } from "@/sdk/sandbox/profile";
import { type Met, replayEgressOp } from "./contract";
import { readText } from "./read-text";

const DAY_MS = 86_400_000;
const MOST = 20_000;
const MOST_PATHS = 3;

const Asked = z.object({ host: z.string(), port: z.int(), path: z.string().default("/") });
type Row = { tool: string; argumentsText: string; effect: string };

export const replayEgress = query(replayEgressOp, async (ctx, { text, days, agentId }) => {
  const found = readText(text);
  if ("faults" in found) return { faults: found.faults, requests: 0, cut: false, unread: 0, met: [] };
  const rows = await recorded(ctx, days, agentId);
  const { met, unread } = replay(rows.slice(0, MOST), found.read.profile.egress);
  return { faults: [], requests: Math.min(rows.length, MOST), cut: rows.length > MOST, unread, met };
});

async function recorded(ctx: Ctx, days: number, agentId: string | null): Promise<Row[]> {
  const since = new Date((ctx.now ?? (await databaseNow(ctx.db))).getTime() - days * DAY_MS);
  const ofAgent = agentId === null ? Prisma.empty : Prisma.sql`AND "agentId" = ${agentId}`;
  return ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT "tool", "argumentsText", "effect" FROM "ActivityEvent"
    WHERE "orgId" = ${ctx.orgId} AND "receivedAt" >= ${since} AND "tool" LIKE 'egress/%' ${ofAgent}
    ORDER BY "receivedAt" DESC, "id" DESC LIMIT ${MOST + 1}`);
}

/** Requests that would have met the same, together; what would have been refused comes first, the most frequent before the others. */
export function replay(rows: readonly Row[], rules: readonly EgressRule[]): { met: Met[]; unread: number } {
  const groups = new Map<string, Met>();
  let unread = 0;
  for (const row of rows) {
    const method = row.tool.slice("egress/".length).toUpperCase();
    const asked = Asked.safeParse(quietly(() => JSON.parse(row.argumentsText)));
    if (!asked.success || !isEgressMethod(method)) {
      unread += 1;
      continue;
    }
    const { host, port, path } = asked.data;
    const why = refusal(() =>
      method === "CONNECT" ? tunnelTo(rules, { host, port }) : ruleFor(rules, { host, port, method, path, query: "" }),
    );
    const key = JSON.stringify([method, host, port, why]);
    const group = groups.get(key) ?? { method, host, port, paths: [], count: 0, passed: 0, allowed: why === null, why };
    group.count += 1;
    if (row.effect === "allow") group.passed += 1;
    if (method !== "CONNECT" && group.paths.length < MOST_PATHS && !group.paths.includes(path)) group.paths.push(path);
    groups.set(key, group);
  }
  const met = [...groups.values()].sort((a, b) => Number(a.allowed) - Number(b.allowed) || b.count - a.count);
  return { met, unread };
}

function refusal(look: () => unknown): string | null {
  try {
    look();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function quietly(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}
