import { expect, test } from "vitest";
import { emptyDatabase, testDatabase } from "@/e2e/support/test-database";
import { clientFor, database } from "@/lib/db/client";
import { readiness } from "./readiness";
import { GET } from "./route";

await testDatabase();

async function readyWith(databaseUrl: string): Promise<string | null> {
  const client = clientFor(databaseUrl);
  try {
    return await readiness(client);
  } finally {
    await client.$disconnect();
  }
}

test("not ready while the database cannot be reached", async () => {
  expect(await readyWith("postgresql://nobody@127.0.0.1:1/none")).toMatch(/does not answer/);
});

test("not ready on a database without a schema", async () => {
  expect(await readyWith(await emptyDatabase())).toMatch(/no schema yet/);
});

test("ready once every migration is in place, and not while one of them is not finished", async () => {
  const answer = await GET();
  expect([answer.status, await answer.json()]).toEqual([200, { status: "ready" }]);
  await database().$executeRaw`UPDATE "_prisma_migrations" SET finished_at = NULL`;
  const later = await GET();
  expect(later.status).toBe(503);
  expect(await later.json()).toEqual({ status: "waiting", reason: expect.stringMatching(/this version's schema/) });
});
