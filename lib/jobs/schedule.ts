/** What the worker does by itself, and how often. */

import { sweepCheckpoints } from "@/lib/checkpoints/sweep-checkpoints";
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { refreshBundle } from "@/lib/policy/refresh-bundle";

export type Job = { name: string; everySeconds: number; run: (db: Db) => Promise<void> };

async function organisations(db: Db): Promise<string[]> {
  return (await db.organisation.findMany({ select: { id: true } })).map(({ id }) => id);
}

export const jobs: readonly Job[] = [
  {
    name: "sweep-checkpoints",
    everySeconds: 5,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await sweepCheckpoints(systemContext(orgId, "sweep-checkpoints", db));
    },
  },
  {
    // Changes are noticed at once by inventory-watch; this makes good what was missed while no worker ran.
    name: "refresh-bundles",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await refreshBundle(systemContext(orgId, "refresh-bundles", db));
    },
  },
];
