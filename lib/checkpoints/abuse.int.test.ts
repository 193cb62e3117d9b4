/** What an agent, a colleague or bad luck may try against a decision. Each test is a row of docs/checkpoints.md. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { actByTwo, publishByTwo, type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { approveTool } from "@/lib/inventory/approve-tool";
import { listTools } from "@/lib/inventory/list-tools";
import { reportTools } from "@/lib/inventory/report-tools";
import { editPolicy } from "@/lib/policy/edit-policy";
import { listPolicies } from "@/lib/policy/list-policies";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { actionDigest } from "@/sdk/action-digest";
import { canonicalJson, digestOf, type JsonObject } from "@/sdk/canonical";
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

const code = (value: string) => expect.objectContaining({ code: value });
const asked = async (args: JsonObject = { to: "ACME", amount: 500 }, from = fleet) => {
  const input = from.held({ arguments: args });
  const { checkpointId } = await openCheckpoint(from.point, input);
  return { id: checkpointId, digest: input.digest, input };
};
const granted = async (args?: JsonObject, from = fleet) => {
  const request = await asked(args, from);
  const { id, digest } = request;
  await approveCheckpoint(from.as("owner"), { id, digest });
  const { grant } = await readCheckpoint(from.point, { id });
  if (!grant) throw new Error("an approved request has no grant");
  return { ...request, grantId: grant.grant.id };
};
const statusOf = async (id: string) => (await database().checkpoint.findUniqueOrThrow({ where: { id } })).status;
const auditOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);
/** The request asks these groups instead. */
const asks = (id: string, ...kinds: ("owner" | "backup" | "ownerOrBackup")[]) =>
  database().checkpoint.update({
    where: { id },
    data: { stages: kinds.map((kind) => ({ title: kind, need: 1, from: [{ kind }] })) },
  });

describe("an approval of other arguments permits nothing", () => {
  const accented = "\u00e9";
  test.each<[string, JsonObject, JsonObject]>([
    ["one byte", { to: "ACME", amount: 500 }, { to: "ACMF", amount: 500 }],
    ["one digit", { to: "ACME", amount: 500 }, { to: "ACME", amount: 501 }],
    ["a space at the end", { to: "ACME", amount: 500 }, { to: "ACME ", amount: 500 }],
    ["another Unicode normal form", { to: accented, amount: 500 }, { to: accented.normalize("NFD"), amount: 500 }],
    ["a letter that looks the same", { to: "ACME", amount: 500 }, { to: "\u0410CME", amount: 500 }],
    ["an invisible character", { to: "ACME", amount: 500 }, { to: "ACME\u200b", amount: 500 }],
  ])("changed by %s, and stays unused", async (_, approved, tried) => {
    const { grantId, input, id } = await granted(approved);
    const other = actionDigest({ ...input.action, arguments: tried });
    await expect(redeemGrant(fleet.point, { id: grantId, actionDigest: other })).rejects.toEqual(code("grant_refused"));
    expect(await auditOf(id)).toContain("grant.refused");
    await redeemGrant(fleet.point, { id: grantId, actionDigest: input.digest });
  });

  test("but the same action written in another order, or with 500.0 for 500, is the same action", async () => {
    const { grantId, input } = await granted({ to: "ACME", amount: 500 });
    const written = actionDigest({ ...input.action, arguments: JSON.parse('{"amount":500.0,"to":"ACME"}') });
    expect(written).toBe(input.digest);
    await redeemGrant(fleet.point, { id: grantId, actionDigest: written });
  });
});

test("a used grant is refused at its own point and at another one, and both attempts are on record", async () => {
  const { id, grantId, digest } = await granted();
  await redeemGrant(fleet.point, { id: grantId, actionDigest: digest });
  const { point } = await testPoint(fleet.ctx, [fleet.agentId]);
  await expect(redeemGrant(fleet.point, { id: grantId, actionDigest: digest })).rejects.toEqual(code("grant_refused"));
  await expect(redeemGrant(point, { id: grantId, actionDigest: digest })).rejects.toEqual(code("not_found"));
  const entries = await auditOf(id);
  expect(entries.filter((action) => action === "grant.redeemed")).toHaveLength(1);
  expect(entries.filter((action) => action === "grant.refused")).toHaveLength(2);
});

describe("deciding twice", () => {
  test("by a double click or in two tabs is one vote and one grant, and the second is told how it ended", async () => {
    const { id, digest } = await asked();
    const clicks = await Promise.allSettled(
      [1, 2, 3, 4].map(() => approveCheckpoint(fleet.as("owner"), { id, digest })),
    );
    expect(clicks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const click of clicks)
      if (click.status === "rejected") {
        expect(click.reason).toEqual(code("already_decided"));
        expect(String(click.reason)).toContain(`approved by ${fleet.users.owner.name}`);
      }
    expect(await database().grant.count({ where: { checkpointId: id } })).toBe(1);
    expect(await database().checkpointDecision.count({ where: { checkpointId: id } })).toBe(1);
    expect((await auditOf(id)).filter((action) => action === "checkpoint.refused")).toHaveLength(3);
  });

  test("does not fill two places with one person, and changing one's mind does not undo an approval", async () => {
    const { id, digest } = await asked();
    await asks(id, "owner", "ownerOrBackup");
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toThrow(/approved it already/);
    expect(await statusOf(id)).toBe("pending");
  });
});

describe("an approver who was disabled", () => {
  const disabled = async (work: () => Promise<void>) => {
    const { id } = fleet.users.owner;
    await actByTwo(fleet, editPerson(fleet.ctx, { reason: "for the test", id, status: "disabled" }));
    try {
      await work();
    } finally {
      await actByTwo(fleet, editPerson(fleet.ctx, { reason: "for the test", id, status: "active" }));
    }
  };

  test("before deciding cannot decide, although the page is still open", async () => {
    const { id, digest } = await asked();
    await disabled(async () => {
      await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toEqual(code("forbidden"));
    });
    expect(await statusOf(id)).toBe("pending");
  });

  test("between two approvals does not count any more", async () => {
    const { id, digest } = await asked();
    await asks(id, "owner", "backup");
    await approveCheckpoint(fleet.as("owner"), { id, digest });
    await disabled(async () => {
      await approveCheckpoint(fleet.as("approver"), { id, digest });
      expect(await statusOf(id)).toBe("pending");
    });
    expect(await database().grant.count({ where: { checkpointId: id } })).toBe(0);
  });

  test("after approving leaves no grant that works", async () => {
    const { grantId, digest, id } = await granted();
    await disabled(async () => {
      await expect(redeemGrant(fleet.point, { id: grantId, actionDigest: digest })).rejects.toEqual(
        code("grant_refused"),
      );
    });
    expect(await statusOf(id)).not.toBe("redeemed");
  });
});

test("the point that asked cannot approve or deny its own request", async () => {
  const { id, digest } = await asked();
  await expect(approveCheckpoint(fleet.point, { id, digest })).rejects.toEqual(code("forbidden"));
  await expect(denyCheckpoint(fleet.point, { id, digest, reason: "no" })).rejects.toEqual(code("forbidden"));
});

test("an approval that waited its turn until the last moment had passed is too late", async () => {
  const { id, digest } = await asked();
  let late: Promise<unknown> = Promise.resolve();
  await database().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Checkpoint" WHERE "id" = ${id} FOR UPDATE`;
    late = approveCheckpoint(fleet.as("owner"), { id, digest }).catch((error: unknown) => error);
    const waiting = () =>
      database().$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'`;
    await expect.poll(async () => (await waiting()).length, { interval: 5, timeout: 5000 }).toBe(1);
    await tx.$executeRaw`UPDATE "Checkpoint" SET "expiresAt" = date_trunc('milliseconds', clock_timestamp()) WHERE "id" = ${id}`;
  });
  expect(await late).toEqual(code("expired"));
  expect(await database().grant.count({ where: { checkpointId: id } })).toBe(0);
});

test("a grant at the very instant of its end is over", async () => {
  const { grantId, digest } = await granted();
  await database()
    .$executeRaw`UPDATE "Grant" SET "expiresAt" = date_trunc('milliseconds', clock_timestamp()) WHERE "id" = ${grantId}`;
  await expect(redeemGrant(fleet.point, { id: grantId, actionDigest: digest })).rejects.toThrow(/lapsed at/);
});

describe("what changed between asking and deciding", () => {
  test("policy: an approval under the old one is refused and says so", async () => {
    const { id, digest } = await asked();
    const policy = (await listPolicies(fleet.ctx, {})).items.find(({ slug }) => slug === "pay-held");
    if (!policy) throw new Error("the policy is missing");
    const { version, text } = policy.current;
    const stricter = 'forbid (principal, action == Action::"bank/pay", resource);';
    const edited = await editPolicy(fleet.ctx, { id: policy.id, version, text: stricter });
    await publishByTwo(fleet);
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toEqual(code("policy_changed"));
    expect(await database().checkpointDecision.count({ where: { checkpointId: id } })).toBe(0);
    await editPolicy(fleet.ctx, { id: policy.id, version: edited.current.version, text });
    await publishByTwo(fleet);
  });

  test("the tool's definition: neither an approval nor a grant of the old one works", async () => {
    const own = await testFleet("Pins");
    const define = async (description: string) => {
      const properties = { to: { type: "string" }, amount: { type: "integer" } };
      const inputSchema = { type: "object", properties, required: ["to", "amount"] };
      const tools = [{ name: "wire", definition: { name: "wire", description, inputSchema } }];
      await reportTools(own.point, { agentId: own.agentId, server: "bank", tools });
      const tool = (await listTools(own.ctx, { server: "bank" })).items.find(({ name }) => name === "wire");
      if (!tool?.definitionDigest) throw new Error("the tool was not seen");
      const { id, definitionDigest } = tool;
      const held = { operationClass: "money.move", reversibility: "irreversible" } as const;
      await actByTwo(own, approveTool(own.ctx, { reason: "for the test", id, definitionDigest, ...held }));
      await refreshBundle(own.system);
      return definitionDigest;
    };
    const pin = await define("Sends money");
    const policy = (await listPolicies(own.ctx, {})).items.find(({ slug }) => slug === "pay-held");
    if (!policy) throw new Error("the policy is missing");
    const text = policy.current.text.replace("bank/pay", "bank/wire");
    await editPolicy(own.ctx, { id: policy.id, version: policy.current.version, text });
    await publishByTwo(own);
    const ask = async () => {
      const input = own.held({ tool: "bank/wire", pin });
      const { checkpointId } = await openCheckpoint(own.point, input);
      return { id: checkpointId, digest: input.digest };
    };
    const [waiting, approved] = [await ask(), await ask()];
    await approveCheckpoint(own.as("owner"), approved);
    const { grant } = await readCheckpoint(own.point, { id: approved.id });
    await define("Sends money, and reads your mail");
    await expect(approveCheckpoint(own.as("owner"), waiting)).rejects.toEqual(code("policy_changed"));
    await expect(redeemGrant(own.point, { id: grant?.grant.id ?? "", actionDigest: approved.digest })).rejects.toEqual(
      code("grant_refused"),
    );
  });
});

test("of a kill and a redemption at once, either the call went first or it does not go at all", async () => {
  const own = await testFleet("Race");
  const { grantId, digest, id } = await granted(undefined, own);
  const [used, killed] = await Promise.allSettled([
    redeemGrant(own.point, { id: grantId, actionDigest: digest }),
    killAgent(own.as("security"), { id: own.agentId, reason: "now" }),
  ]);
  expect(killed.status).toBe("fulfilled");
  expect(await statusOf(id)).toBe(used.status === "fulfilled" ? "redeemed" : "voided");
  await expect(redeemGrant(own.point, { id: grantId, actionDigest: digest })).rejects.toEqual(code("grant_refused"));
});

test("a megabyte of argument is kept to the last byte, and is what the digest covers", async () => {
  const padding = "harmless ".repeat(58_000);
  const { id, digest, input } = await asked({ to: `${padding}rm -rf / # pay EVIL${padding}`, amount: 500 });
  const { action } = await getCheckpoint(fleet.as("owner"), { id });
  expect(action.length).toBeGreaterThan(1_000_000);
  expect(action).toBe(canonicalJson(input.action));
  expect(digestOf(JSON.parse(action))).toBe(digest);
});
