import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { type DecisionKind, listWatchedDecisionsOp } from "./contract";
import { windowOf } from "./get-oversight";
import { readSetting } from "./read-setting";
import { votesSql } from "./votes-sql";

/** The same votes that the figures count, so a list is exactly as long as its figure says. */
const filters: Record<DecisionKind, Prisma.Sql> = {
  all: Prisma.sql`NOT "decoy"`,
  approved: Prisma.sql`NOT "decoy" AND "verdict" = 'approve'`,
  denied: Prisma.sql`NOT "decoy" AND "verdict" = 'deny'`,
  fast: Prisma.sql`NOT "decoy" AND "fast"`,
  disagreed: Prisma.sql`NOT "decoy" AND "apart"`,
  caught: Prisma.sql`"caught"`,
  missed: Prisma.sql`"missed"`,
};

type Row = {
  checkpointId: string;
  agentName: string;
  tool: string;
  riskTier: string;
  personId: string;
  personName: string;
  verdict: "approve" | "deny";
  at: Date;
  seconds: number;
  caught: boolean;
  missed: boolean;
};

export const listWatchedDecisions = query(
  listWatchedDecisionsOp,
  async (ctx, { cursor, limit, days, person, kind }) => {
    const setting = await readSetting(ctx);
    const { from } = await windowOf(ctx, days ?? setting.days);
    const after = cursor ? decodeCursor(cursor) : null;
    const votes = votesSql(ctx.orgId, from, setting.fastSeconds);
    const wanted = Prisma.sql`${filters[kind]} ${person ? Prisma.sql`AND "personId" = ${person}` : Prisma.empty}`;
    const older = after
      ? Prisma.sql`AND ("at", "checkpointId" || ' ' || "personId") < (${after.at}, ${after.id})`
      : Prisma.empty;
    const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    WITH ${votes} SELECT * FROM votes WHERE ${wanted} ${older}
    ORDER BY "at" DESC, "checkpointId" || ' ' || "personId" DESC LIMIT ${limit + 1}`);
    const [counted] = await ctx.db.$queryRaw<{ total: number }[]>(
      Prisma.sql`WITH ${votes} SELECT count(*)::int AS "total" FROM votes WHERE ${wanted}`,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ personId, personName, at, caught, missed, ...row }) => ({
        ...row,
        decoy: caught ? ("caught" as const) : missed ? ("missed" as const) : null,
        person: { id: personId, name: personName },
        at: at.toISOString(),
      })),
      nextCursor:
        rows.length > limit && last ? encodeCursor({ at: last.at, id: `${last.checkpointId} ${last.personId}` }) : null,
      total: counted?.total ?? 0,
    };
  },
);
