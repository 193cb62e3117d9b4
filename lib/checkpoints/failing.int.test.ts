/** What holds when something under the decision fails: the audit log that cannot be written, a clock that is wrong. */
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { decisionProblem } from "@/components/checkpoints/checkpoint-words";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { serve } from "@/lib/http/serve";
import type { AuditAction } from "@/lib/shared/audit-actions";
import { approveCheckpoint } from "./approve-checkpoint";
import { denyCheckpoint } from "./deny-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { redeemGrant } from "./redeem-grant";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});
afterEach(() => {
  vi.useRealTimers();
});

const code = (value: string) => expect.objectContaining({ code: value });
const asked = async () => {
  const input = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, input);
  return { id: checkpointId, digest: input.digest };
};
const grantOf = async (id: string) => (await readCheckpoint(fleet.point, { id })).grant?.grant.id ?? "";
/** All that a decision could leave behind. */
const traces = async (id: string) => ({
  status: (await getCheckpoint(fleet.as("owner"), { id })).status,
  votes: await database().checkpointDecision.count({ where: { checkpointId: id } }),
  grants: await database().grant.count({ where: { checkpointId: id } }),
  told: await database().controlLog.count({ where: { body: { path: ["checkpointId"], equals: id } } }),
});
const untouched = { status: "pending", votes: 0, grants: 0, told: 0 };

/** The database refuses entries of this kind while `work` runs, as a full disk or a lost right would. */
async function withoutAudit(action: AuditAction, work: () => Promise<void>): Promise<void> {
  await database().$executeRawUnsafe(`CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit log is broken'; END $$`);
  await database().$executeRawUnsafe(`CREATE TRIGGER no_audit BEFORE INSERT ON "AuditEntry" FOR EACH ROW
    WHEN (NEW."action" = '${action}') EXECUTE FUNCTION no_audit()`);
  try {
    await work();
  } finally {
    await database().$executeRawUnsafe(`DROP FUNCTION no_audit CASCADE`);
  }
}

describe("when the audit log cannot be written", () => {
  test("nothing is approved, and what the page shows says so", async () => {
    const { id, digest } = await asked();
    await withoutAudit("checkpoint.approved", async () => {
      const request = new Request(`http://localhost/api/v1/checkpoints/${id}/approve`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ digest }),
      });
      const answer = await serve(approveCheckpoint, request, { id }, async () => fleet.as("owner"));
      const problem = await answer.json();
      expect([answer.status, problem.code]).toEqual([500, "internal"]);
      const shown = decisionProblem(problem);
      expect(shown.title).toBe("Something broke here");
      expect(shown.detail).toMatch(/Nothing was changed\..*Your decision was not recorded\./);
      expect(shown.detail).not.toContain("audit log is broken");
    });
    expect(await traces(id)).toEqual(untouched);
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    expect(await traces(id)).toEqual({ status: "approved", votes: 1, grants: 1, told: 1 });
  });

  test("nothing is denied either", async () => {
    const { id, digest } = await asked();
    await withoutAudit("checkpoint.denied", async () => {
      await expect(denyCheckpoint(fleet.as("owner"), { id, digest, reason: "no" })).rejects.toThrow();
    });
    expect(await traces(id)).toEqual(untouched);
  });

  test("no grant is used up, so the call does not run", async () => {
    const { id, digest } = await asked();
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    const grant = await grantOf(id);
    await withoutAudit("grant.redeemed", async () => {
      await expect(redeemGrant(fleet.point, { id: grant, actionDigest: digest })).rejects.toThrow();
    });
    expect((await traces(id)).status).toBe("approved");
    await redeemGrant(fleet.point, { id: grant, actionDigest: digest });
  });

  test("no request is opened", async () => {
    const input = fleet.held();
    await withoutAudit("checkpoint.opened", async () => {
      await expect(openCheckpoint(fleet.point, input)).rejects.toThrow();
    });
    expect(await database().checkpoint.count({ where: { digest: input.digest } })).toBe(0);
  });
});

describe.each([
  ["ahead", 600_000],
  ["behind", -600_000],
])("with the console's clock ten minutes %s", (_, wrongBy) => {
  const wrongClock = () => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + wrongBy, shouldAdvanceTime: true });
  const endsIn = (id: string, seconds: number) => database().$executeRaw`
    UPDATE "Checkpoint" SET "expiresAt" = clock_timestamp() + make_interval(secs => ${seconds}) WHERE "id" = ${id}`;

  test("what the database says is open is approved and released", async () => {
    wrongClock();
    const { id, digest } = await asked();
    await endsIn(id, 60);
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await redeemGrant(fleet.point, { id: await grantOf(id), actionDigest: digest });
  });

  test("what the database says is over is neither approved nor released", async () => {
    wrongClock();
    const late = await asked();
    await endsIn(late.id, -1);
    await expect(approveCheckpoint(fleet.as("owner"), late)).rejects.toEqual(code("expired"));
    const { id, digest } = await asked();
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    const grant = await grantOf(id);
    await database()
      .$executeRaw`UPDATE "Grant" SET "expiresAt" = clock_timestamp() - interval '1 second' WHERE "id" = ${grant}`;
    await expect(redeemGrant(fleet.point, { id: grant, actionDigest: digest })).rejects.toThrow(/lapsed at/);
  });
});
