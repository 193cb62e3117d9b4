import { type Db, database } from "@/lib/db/client";

/** What the sign-in page offers to strangers: names of buttons, and nothing else of the settings. */
export async function offeredSignOns(
  db: Db = database(),
): Promise<{ orgId: string; name: string; required: boolean }[]> {
  return db.signOn.findMany({
    orderBy: [{ name: "asc" }, { orgId: "asc" }],
    take: 20,
    select: { orgId: true, name: true, required: true },
  });
}
