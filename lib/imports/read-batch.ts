/** Private to this folder: a batch read and held against what is here now. */
import type { z } from "zod";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { readTable } from "@/lib/shared/read-table";
import { resolveNames } from "@/lib/sightings/resolve-names";
import { readLines } from "./call-lines";
import { type RawRow, shape } from "./call-table";
import type { CallsPreview, previewCallsOp } from "./contract";
import { type Known, ownId, type Planned, planCalls, type Recorded, readAll } from "./plan-calls";
import type { ToldCall } from "./read-cells";

type Asked = z.output<typeof previewCallsOp.input>;
export type ReadBatch = { columns: CallsPreview["columns"]; planned: Planned[] };

export async function readBatch(ctx: Ctx, asked: Asked): Promise<ReadBatch> {
  const { columns, rows } = rowsOf(asked);
  const read = readAll(rows, await databaseNow(ctx.db));
  const known = await knownOf(
    ctx,
    read.flatMap(({ call }) => call ?? []),
  );
  return { columns, planned: planCalls(read, known) };
}

/** The sentence that an export of ours ends with where it reached its limit. */
const isEnd = (row: { cells: { id?: string; tool?: string } }) =>
  row.cells.tool === undefined && row.cells.id?.startsWith("This file ends after ") === true;

function rowsOf({ format, text, columns: chosen, linesBefore }: Asked): {
  columns: CallsPreview["columns"];
  rows: RawRow[];
} {
  const moved = (row: RawRow): RawRow => ({ ...row, line: row.line + linesBefore });
  if (format === "ndjson") {
    const { columns, rows } = readLines(text, chosen);
    return { columns, rows: rows.map(moved) };
  }
  const { columns, rows } = readTable(shape, text, chosen);
  const raw = rows
    .filter((row) => !isEnd(row))
    .map(({ line, cells, surplus }): RawRow => ({ line, cells, problems: surplusProblem(surplus) }));
  return { columns, rows: raw.map(moved) };
}

const surplusProblem = (surplus: number): RawRow["problems"] =>
  surplus === 0
    ? []
    : [
        {
          field: null,
          message: `The row has ${surplus} more cells than the heading: put quotation marks round a cell that holds a comma.`,
          value: "",
        },
      ];

async function knownOf(ctx: Ctx, calls: readonly ToldCall[]): Promise<Known> {
  const { orgId, db } = ctx;
  const unique = (values: readonly (string | null)[]) => [...new Set(values.flatMap((value) => value ?? []))];
  const ids = unique(calls.map(({ agentId }) => agentId));
  const names = unique(calls.map(({ agentName }) => agentName));
  const own = { orgId, id: { in: unique(calls.map(ownId)) } };
  const agents = await db.agent.findMany({
    where: { orgId, OR: [{ id: { in: ids } }, { name: { in: names } }] },
    select: { id: true, name: true },
  });
  const imported = await db.importedCall.findMany({
    where: { orgId, id: { in: unique(calls.map(({ id }) => id)) } },
    select: { id: true, bodyDigest: true },
  });
  const decided = await db.$queryRaw<(Recorded & { id: string })[]>(Prisma.sql`
    SELECT "id", "agentId", "agentName", "tool", "effect" FROM "CallById"
    WHERE "orgId" = ${orgId} AND "id" = ANY(${own.id.in}::text[])`);
  const reported = await db.reportedCall.findMany({
    where: own,
    select: { id: true, agentId: true, agentName: true, tool: true },
  });
  const recorded = [...reported.map((row) => ({ ...row, effect: null })), ...decided];
  return {
    agents: {
      ids: new Set(agents.map(({ id }) => id)),
      names: new Set([...agents.map(({ name }) => name), ...(await resolveNames(ctx, names)).keys()]),
    },
    imported: new Map(imported.map(({ id, bodyDigest }) => [id, bodyDigest])),
    recorded: new Map(recorded.map(({ id, ...row }): [string, Recorded] => [id, row])),
  };
}
