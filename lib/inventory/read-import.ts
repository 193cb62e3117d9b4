/** Private to this folder: a table read and held against the inventory as it is now. */
import type { z } from "zod";
import { anyInForce } from "@/lib/changes/in-force";
import type { Ctx } from "@/lib/db/ctx";
import { takesTwo } from "@/lib/identity/two-persons";
import { digestOf } from "@/sdk/canonical";
import { editorOf } from "./agent-owners";
import type { ImportOutcome, previewImportOp } from "./import-contract";
import { type Planned, planImport } from "./plan-import";
import { readTable, type Table } from "./read-table";
import { agentOf, withOwners } from "./rows";

type Asked = z.output<typeof previewImportOp.input>;
export type ReadImport = { columns: Table["columns"]; rows: Planned[]; digest: string };

export async function readImport(ctx: Ctx, { csv, columns, mends }: Asked): Promise<ReadImport> {
  const table = readTable(csv, columns);
  const byLine = new Map(table.rows.map((row) => [row.line, row]));
  for (const { line, field, value } of mends) {
    const row = byLine.get(line);
    if (row) row.cells[field] = value.trim();
  }
  const names = table.rows.flatMap(({ cells }) => cells.name ?? []);
  const agents = await agentsNamed(ctx, names);
  const people = await activePeople(ctx);
  const guarded = (await anyInForce(ctx)) && (await takesTwo(ctx));
  const rows = planImport(table.rows, { agents, people, editor: editorOf(ctx), guarded });
  return { columns: table.columns, rows, digest: digestOfPlan(rows) };
}

async function agentsNamed(ctx: Ctx, names: readonly string[]) {
  const rows = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, name: { in: names.filter((name) => name.isWellFormed() && !name.includes("\u0000")) } },
    include: withOwners,
  });
  return new Map(rows.map((row) => [row.name, agentOf(row)]));
}

async function activePeople(ctx: Ctx) {
  const people = await ctx.db.user.findMany({
    where: { orgId: ctx.orgId, status: "active" },
    select: { id: true, email: true },
  });
  return new Map(people.map((person) => [person.email.toLowerCase(), person]));
}

/** What would be written, and upon which versions: two readings with one digest would do the same. */
function digestOfPlan(rows: readonly Planned[]): string {
  const writes = rows.map(({ line, outcome, write }) => ({
    line,
    outcome,
    agent: write?.agent ? { id: write.agent.id, version: write.agent.version } : null,
    facts: write?.facts ?? null,
  }));
  return digestOf(writes);
}

export function countsOf(rows: readonly Planned[]): Record<ImportOutcome, number> {
  const counts = { create: 0, update: 0, same: 0, error: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}
