/** Facts of the whole installation, across organisations: only for set-up and the command line. */
import { type Db, database } from "@/lib/db/client";

/** Demo people do not count: they cannot sign in, so they administer nothing. */
export const someoneIsHere = async (db: Db = database()): Promise<boolean> =>
  (await db.user.findFirst({ where: { demo: false }, select: { id: true } })) !== null;

/** An active admin who is a real person. */
export const hasAdmin = async (db: Db = database()): Promise<boolean> =>
  (await db.user.findFirst({
    where: { demo: false, status: "active", roles: { has: "admin" } },
    select: { id: true },
  })) !== null;
