import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody, transaction } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { leafHash } from "@/sdk/canonical";
import { listEntries } from "./list-entries";
import { recordAudit } from "./record";

await testDatabase();
let org: TestOrg;
let other: TestOrg;
const TARGETS = ["agt_a", "agt_b"];
beforeAll(async () => {
  [org, other] = [await testOrg(), await testOrg()];
  for (let i = 0; i < 12; i++) {
    await transaction(org.ctx, (tx) =>
      recordAudit(tx, {
        action: i % 2 ? "agent.edited" : "agent.killed",
        target: { kind: "agent", id: TARGETS[i % 2] ?? "", name: `Agent ${i} \u202e <b>` },
        detail: { i },
      }),
    );
  }
});

describe("refuses", () => {
  test("strangers, and roles that do not read the log", async () => {
    await expect(listEntries(contextFor(nobody, ""), {})).rejects.toMatchObject({ code: "unauthenticated" });
    for (const role of ["owner", "approver"] as const) {
      await expect(listEntries(org.as(role), {})).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("cursors, times and texts that no entry could have", async () => {
    for (const filters of [
      { cursor: "12a" },
      { cursor: "-1" },
      { cursor: "9".repeat(30) },
      { action: "\0" },
      { targetId: "\ud800" },
      { from: "0000-01-01T00:00:00Z" },
      { unknown: "member" },
    ]) {
      await expect(listEntries(org.ctx, filters)).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("to show one organisation the entries of another", async () => {
    const theirs = (await listEntries(other.ctx, { limit: 200 })).items;
    expect(theirs.filter(({ target }) => TARGETS.includes(target.id))).toEqual([]);
    expect((await listEntries(other.ctx, { targetId: "agt_a" })).items).toEqual([]);
  });

  test("in the database itself, to change or delete an entry", async () => {
    await expect(database().auditEntry.updateMany({ data: { actorName: "Somebody else" } })).rejects.toThrow(
      /append-only/,
    );
    await expect(database().auditEntry.deleteMany({})).rejects.toThrow(/append-only/);
    await expect(database().$executeRaw`TRUNCATE "AuditEntry" CASCADE`).rejects.toThrow(/append-only/);
  });
});

test("every entry once, newest first, page after page", async () => {
  const all = (await listEntries(org.ctx, { limit: 200 })).items.map(({ seq }) => seq);
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEntries(org.ctx, { limit: 5, cursor });
    seen.push(...page.items.map(({ seq }) => seq));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(all);
  expect(all.length).toBeGreaterThanOrEqual(12);
  expect(all).toEqual([...all].sort((a, b) => b - a));
});

test("the bytes that are shown are those under the leaf hash, and say what the columns say", async () => {
  const { items } = await listEntries(org.as("auditor"), { targetId: "agt_b" });
  expect(items).toHaveLength(6);
  for (const entry of items) {
    expect(leafHash(entry.leaf)).toBe(entry.leafHash);
    const { id, at, actor, action, target, request, org: of } = JSON.parse(entry.leaf);
    expect({ id, at, actor, action, target, requestId: request }).toEqual({
      id: entry.id,
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      target: entry.target,
      requestId: entry.requestId,
    });
    expect(of).toBe(org.orgId);
  }
});

test("only what the filters say", async () => {
  const count = async (filters: Parameters<typeof listEntries>[1]) =>
    (await listEntries(org.ctx, filters)).items.length;
  expect(await count({ action: "agent.killed" })).toBe(6);
  expect(await count({ action: "agent.killed", targetId: "agt_b" })).toBe(0);
  expect(await count({ actorId: org.users.admin.id, targetId: "agt_a" })).toBe(6);
  expect(await count({ actorId: org.users.auditor.id })).toBe(0);
  expect(await count({ to: "2020-01-01T00:00:00Z" })).toBe(0);
  expect(await count({ from: "2020-01-01T00:00:00Z", action: "agent.edited" })).toBe(6);
});
