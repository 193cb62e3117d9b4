/**
 * Private to this folder: the orders in which agents are listed. A page goes on after the last agent of the page before, by
 * what that agent was sorted by, so that neither new agents nor deep pages shift or slow it.
 */
import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { idOf } from "@/lib/shared/ids";
import { RiskTier } from "@/sdk/wire/words";
import type { Agent, listAgentsOp } from "./contract";

type Sort = z.output<typeof listAgentsOp.input>["sort"];
type Last = Pick<Agent, "id" | "name" | "riskTier" | "createdAt">;

const LastAgent = z.strictObject({
  sort: z.enum(["newest", "name", "risk"]),
  id: idOf("agent"),
  name: z.string(),
  riskTier: RiskTier,
  createdAt: z.iso.datetime(),
});

// Names are compared by code point, whatever collation the database has: the same order everywhere, and a stable one.
const name = Prisma.sql`lower(a."name") COLLATE "C"`;
const tiers = Prisma.sql`ARRAY['critical', 'high', 'medium', 'low']`;
const rank = Prisma.sql`array_position(${tiers}, a."riskTier")`;

export const orderBy: Record<Sort, Prisma.Sql> = {
  newest: Prisma.sql`a."createdAt" DESC, a."id" DESC`,
  name: Prisma.sql`${name}, a."id"`,
  risk: Prisma.sql`${rank}, ${name}, a."id"`,
};

const after: Record<Sort, (last: Last) => Prisma.Sql> = {
  newest: (last) => Prisma.sql`(a."createdAt", a."id") < (${new Date(last.createdAt)}, ${last.id})`,
  name: (last) => Prisma.sql`(${name}, a."id") > (lower(${last.name}) COLLATE "C", ${last.id})`,
  risk: (last) =>
    Prisma.sql`(${rank}, ${name}, a."id")
      > (array_position(${tiers}, ${last.riskTier}), lower(${last.name}) COLLATE "C", ${last.id})`,
};

export const cursorAfter = (sort: Sort, { id, name, riskTier, createdAt }: Last): string =>
  Buffer.from(JSON.stringify({ sort, id, name, riskTier, createdAt })).toString("base64url");

/** What comes after the cursor, as a condition. */
export function beyond(sort: Sort, cursor: string): Prisma.Sql {
  const last = LastAgent.safeParse(parsed(Buffer.from(cursor, "base64url").toString("utf8")));
  if (!last.success || last.data.sort !== sort || last.data.name.includes("\0")) {
    throw new Refusal("invalid_input", "The page cursor is not one that this list gave out. Start again without it.");
  }
  return after[sort](last.data);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
