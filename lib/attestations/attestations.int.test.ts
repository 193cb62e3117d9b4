import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { answerAttestation } from "./answer-attestation";
import { chaseAttestations } from "./chase-attestations";
import { closeCampaign } from "./close-campaign";
import { getAttestation } from "./get-attestation";
import { listAttestations } from "./list-attestations";
import { listCampaigns } from "./list-campaigns";
import { startCampaign } from "./start-campaign";

await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});

let made = 0;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const yes = { needed: true, mine: true, scopeRight: true };

/** An agent of a team of its own, owned by the organisation's owner, and a campaign about that team. */
async function asked(over: Partial<Parameters<typeof registerAgent>[1]> = {}) {
  const team = `Team ${++made}`;
  const owners = { ownerId: org.users.owner.id, backupOwnerId: org.users.approver.id };
  const agent = await registerAgent(org.ctx, { name: `Agent ${made}`, purpose: "works", team, ...owners, ...over });
  const campaign = await startCampaign(org.ctx, { title: `About ${team}`, dueAt: inDays(14), scope: { team } });
  return { agent, campaign, at: { id: campaign.id, agentId: agent.id } };
}
const findingsOf = async (agentId: string) =>
  (await listFindings(org.ctx, { status: "open", limit: 200 })).items
    .filter(({ subject }) => subject.id === agentId)
    .map(({ kind, severity }) => `${kind} ${severity}`)
    .sort();
const passDueDate = (id: string) =>
  database().$executeRaw`UPDATE "AttestationCampaign" SET "dueAt" = now() - interval '1 second' WHERE "id" = ${id}`;

describe("refuses", () => {
  test("a campaign by those who do not manage it, due in the past or in years, or about nobody", async () => {
    const input = { title: "x", dueAt: inDays(7) };
    await expect(startCampaign(org.as("owner"), input)).rejects.toMatchObject({ code: "forbidden" });
    for (const dueAt of [inDays(-1), inDays(500)]) {
      await expect(startCampaign(org.ctx, { ...input, dueAt })).rejects.toMatchObject({ code: "invalid_input" });
    }
    const scope = { team: "no such team" };
    await expect(startCampaign(org.ctx, { ...input, scope })).rejects.toMatchObject({ code: "conflict" });
    expect((await listCampaigns(org.ctx, {})).items.map(({ title }) => title)).not.toContain("x");
  });

  test("an answer by somebody whose agent it is not, and by an API key, and remembers that it did", async () => {
    const { at, agent } = await asked({ ownerId: org.users.admin.id, backupOwnerId: null });
    const ctx = org.as("owner");
    await expect(answerAttestation(ctx, { ...at, ...yes })).rejects.toMatchObject({ code: "forbidden" });
    expect(await database().auditEntry.count({ where: { targetId: agent.id, action: "access.refused" } })).toBe(1);
    const actor = { kind: "apiKey", id: newId("apiKey"), name: "a program", roles: ["admin"] } as const;
    const asKey = { ...org.ctx, actor };
    await expect(answerAttestation(asKey, { ...at, ...yes })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a no without a reason, another owner where it is yours, and anything after it was closed", async () => {
    const { at, campaign } = await asked();
    const ctx = org.as("owner");
    await expect(answerAttestation(ctx, { ...at, ...yes, needed: false })).rejects.toMatchObject({
      invalidParams: [{ path: "note" }],
    });
    const newOwnerId = org.users.admin.id;
    await expect(answerAttestation(ctx, { ...at, ...yes, newOwnerId })).rejects.toMatchObject({
      invalidParams: [{ path: "newOwnerId" }],
    });
    await closeCampaign(org.ctx, { id: campaign.id, reason: "enough" });
    await expect(answerAttestation(ctx, { ...at, ...yes })).rejects.toMatchObject({ code: "conflict" });
    await expect(closeCampaign(org.ctx, { id: campaign.id, reason: "again" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("another organisation's campaign, and an agent that it does not ask about", async () => {
    const [one, two] = [await asked(), await asked()];
    const other = await testOrg();
    await expect(getAttestation(other.ctx, one.at)).rejects.toMatchObject({ code: "not_found" });
    await expect(closeCampaign(other.ctx, { id: one.campaign.id, reason: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    const elsewhere = { id: one.campaign.id, agentId: two.agent.id };
    await expect(answerAttestation(org.ctx, { ...elsewhere, ...yes })).rejects.toMatchObject({ code: "not_found" });
  });

  test("changes of what was asked and said, in the database itself", async () => {
    const { at } = await asked();
    await answerAttestation(org.as("owner"), { ...at, ...yes });
    const where = { campaignId: at.id };
    await expect(database().attestationAnswer.updateMany({ where, data: { needed: false } })).rejects.toThrow();
    await expect(database().attestationAnswer.deleteMany({ where })).rejects.toThrow();
    await expect(database().attestationItem.deleteMany({ where })).rejects.toThrow();
  });
});

test("an owner and a backup owner see what is theirs to answer, and confirm it", async () => {
  const { at, campaign, agent } = await asked();
  expect(campaign.counts).toEqual({ asked: 1, answered: 0, confirmed: 0, yours: 0 });
  for (const role of ["owner", "approver"] as const) {
    const mine = await listAttestations(org.as(role), { id: campaign.id, state: "yours" });
    expect(mine.items.map((item) => [item.agent.id, item.yours])).toEqual([[agent.id, true]]);
  }
  const answered = await answerAttestation(org.as("approver"), { ...at, ...yes });
  expect(answered.answer).toMatchObject({ ...yes, byName: org.users.approver.name });
  const { items } = await listCampaigns(org.as("owner"), {});
  expect(items.find(({ id }) => id === campaign.id)?.counts).toEqual({ asked: 1, answered: 1, confirmed: 1, yours: 0 });
  expect(await findingsOf(agent.id)).toEqual([]);
});

test("what is contested is a finding until somebody says otherwise", async () => {
  const { at, agent, campaign } = await asked({ riskTier: "high" });
  const ctx = org.as("owner");
  await answerAttestation(ctx, { ...at, needed: false, mine: true, scopeRight: false, note: "replaced" });
  expect(await findingsOf(agent.id)).toEqual(["agent.overScoped high", "agent.unneeded medium"]);
  expect((await listAttestations(org.ctx, { id: campaign.id, state: "contested" })).total).toBe(1);
  await answerAttestation(ctx, { ...at, ...yes });
  expect(await findingsOf(agent.id)).toEqual([]);
  expect(await database().attestationAnswer.count({ where: { campaignId: campaign.id } })).toBe(2);
});

test("whoever says that it is not theirs owns it no longer", async () => {
  const handed = await asked();
  const no = { needed: true, mine: false, scopeRight: true, note: "moved to another team" };
  await answerAttestation(org.as("owner"), { ...handed.at, ...no, newOwnerId: org.users.admin.id });
  expect((await getAgent(org.ctx, { id: handed.agent.id })).ownerId).toBe(org.users.admin.id);
  const left = await asked();
  await answerAttestation(org.as("owner"), { ...left.at, ...no });
  expect((await getAgent(org.ctx, { id: left.agent.id })).ownerId).toBeNull();
});

test("what nobody attested in time is a finding once, which an answer clears", async () => {
  const { at, agent, campaign } = await asked();
  const worker = systemContext(org.orgId, "chase-attestations");
  await chaseAttestations(worker);
  expect(await findingsOf(agent.id)).toEqual([]);
  await passDueDate(campaign.id);
  expect(await chaseAttestations(worker)).toBe(1);
  expect(await chaseAttestations(worker)).toBe(0);
  expect(await findingsOf(agent.id)).toEqual(["attestation.overdue medium"]);
  expect((await getAttestation(org.ctx, at)).attestation.overdue).toBe(true);
  await answerAttestation(org.as("owner"), { ...at, ...yes });
  expect(await findingsOf(agent.id)).toEqual([]);
});
