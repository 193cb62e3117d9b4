/**
 * Private to this folder: the orders in which points are listed. Each is one text that sorts by code point, so that a page goes
 * on exactly after the last point of the page before, whatever happens to the fleet meanwhile.
 */
import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { type PointFilters, PointSort } from "./contract";

type Sort = z.output<typeof PointFilters>["sort"];

const name = Prisma.sql`lower("name")`;
/** Digits of fixed length, so that numbers sort as text; the larger comes first. */
const falling = (number: Prisma.Sql) => Prisma.sql`lpad((9999999999999 - ${number})::text, 13, '0')`;
const worst = Prisma.sql`array_position(ARRAY['unreachable', 'stale', 'never_connected', 'connected', 'revoked'], "state")::text`;

const keys: Record<Sort, Prisma.Sql> = {
  name,
  state: Prisma.sql`${worst} || ' ' || ${name}`,
  silence: Prisma.sql`coalesce(${falling(Prisma.sql`least("silence", 9999999999)::bigint`)}, '9') || ' ' || ${name}`,
  spool: Prisma.sql`${falling(Prisma.sql`"spoolDepth"::bigint`)} || ' ' || ${name}`,
  newest: falling(Prisma.sql`(extract(epoch FROM "enrolledAt") * 1000)::bigint`),
};

/** By text and then by id: the column is named `key`. */
export const keyOf = (sort: Sort): Prisma.Sql => Prisma.sql`(${keys[sort]}) COLLATE "C"`;

const Last = z.tuple([PointSort, z.string().max(300), z.string().max(60)]);

export const cursorAt = (sort: Sort, key: string, id: string): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString("base64url");

/** What comes after the cursor, as a condition on `key` and `id`. */
export function beyond(sort: Sort, cursor: string): Prisma.Sql {
  const last = Last.safeParse(parsed(Buffer.from(cursor, "base64url").toString("utf8")));
  if (!last.success || last.data[0] !== sort || last.data.some((part) => part.includes("\0")))
    throw new Refusal("invalid_input", "The page cursor is not one that this list gave out. Start again without it.");
  const [, key, id] = last.data;
  return Prisma.sql`("key", "id") > (${key} COLLATE "C", ${id})`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
