/** Private to this folder: accesses as the contract shows them. */
import { allFrameworks } from "@/lib/compliance/catalogue";
import { daysOf } from "@/lib/compliance/pack/period";
import type { Ctx } from "@/lib/db/ctx";
import type { OutsideAccess as Row } from "@/lib/db/generated/client";
import { ReportFileName } from "@/lib/reports/contract";
import { ReportDocument } from "@/lib/reports/document-contract";
import type { OutsideAccess, SharedAccess } from "./contract";
import { accessState } from "./rules";

export type AccessRow = Row;

export async function accessesOf(ctx: Ctx, rows: readonly Row[], now: Date): Promise<OutsideAccess[]> {
  const named = await namesOf(ctx, rows);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    ...named(row),
    ...daysOf(row),
    until: row.until.toISOString(),
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBy: row.revokedByName,
    state: accessState(row, now),
  }));
}

export async function sharedOf(ctx: Ctx, rows: readonly Row[]): Promise<SharedAccess[]> {
  const named = await namesOf(ctx, rows);
  return rows.map((row) => {
    const { frameworks, packs, reports } = named(row);
    return {
      id: row.id,
      frameworks,
      packs,
      reports: reports.map((report) => ({ ...report, files: [...ReportFileName.options] })),
      ...daysOf(row),
      until: row.until.toISOString(),
      createdBy: row.createdByName,
    };
  });
}

/** Titles of what is shared, asked for once for all rows. What is not there any more is left out: nothing of it is shown. */
async function namesOf(ctx: Ctx, rows: readonly Row[]) {
  const { db, orgId } = ctx;
  const [frameworks, packs, reports] = await Promise.all([
    allFrameworks(ctx),
    db.auditPack.findMany({
      where: { orgId, id: { in: rows.flatMap(({ packIds }) => packIds) } },
      orderBy: { askedAt: "desc" },
      select: { id: true, frameworkTitle: true, from: true, to: true },
    }),
    db.report.findMany({
      where: { orgId, id: { in: rows.flatMap(({ reportIds }) => reportIds) } },
      orderBy: { asOf: "desc" },
      select: { id: true, document: true, asOf: true },
    }),
  ]);
  return (row: Row) => ({
    frameworks: frameworks.filter(({ id }) => row.frameworks.includes(id)).map(({ id, title }) => ({ id, title })),
    packs: packs
      .filter(({ id }) => row.packIds.includes(id))
      .map(({ id, frameworkTitle, ...period }) => ({ id, title: frameworkTitle, ...daysOf(period) })),
    reports: reports
      .filter(({ id }) => row.reportIds.includes(id))
      .map(({ id, document, asOf }) => ({
        id,
        title: ReportDocument.parse(document).title,
        asOf: asOf.toISOString(),
      })),
  });
}
