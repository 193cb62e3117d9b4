import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { generateSigningKey } from "@/sdk/crypto";
import { verifyCertificate } from "@/sdk/verify-certificate";
import { attendStops } from "./attend-stops";
import { getCertificate } from "./get-certificate";
import { getStopOrder } from "./get-stop-order";
import { issueCertificate } from "./issue-certificate";
import { killAgent } from "./kill-agent";
import { listDrills } from "./list-drills";
import { listProbes } from "./list-probes";
import { planDrills } from "./plan-drills";
import { probePoint } from "./probe-point";
import { releaseOrder } from "./release-order";
import { reportAcks } from "./report-acks";
import { runDrill } from "./run-drill";
import { answerProbe, type TestFleet, testFleet } from "./testing";

await testDatabase();
let other: TestFleet;
beforeAll(async () => {
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
const ack = (fleet: TestFleet, orderId: string) =>
  reportAcks(fleet.point, { acks: [{ kind: "order", orderId, at: new Date().toISOString() }] });
const findings = ({ orgId }: TestFleet, kind: string) =>
  database().finding.findMany({ where: { orgId, kind, status: "open" } });

async function killedFleet(name: string) {
  const fleet = await testFleet(name);
  await database().pep.update({
    where: { id: fleet.enrolment.pepId },
    data: { connected: true, lastSeenAt: new Date(), revision: fleet.revision },
  });
  const { orderId } = await killAgent(fleet.ctx, { id: fleet.agentId, reason: "stop" });
  await attendStops(fleet.system);
  return { fleet, orderId };
}

async function probedFleet(name: string) {
  const { fleet, orderId } = await killedFleet(name);
  await ack(fleet, orderId);
  await attendStops(fleet.system);
  return { fleet, orderId };
}

const pointOf = async (fleet: TestFleet, id: string) => (await getStopOrder(fleet.ctx, { id })).points[0];

describe("a probe", () => {
  test("is sent once the point has confirmed, to that point alone, and once only", async () => {
    const { fleet, orderId } = await killedFleet("Sent");
    expect((await pointOf(fleet, orderId))?.probe).toBeNull();
    await ack(fleet, orderId);
    await attendStops(fleet.system);
    await attendStops(fleet.system);
    expect(await database().probe.count({ where: { orgId: fleet.orgId } })).toBe(1);
    const entry = await database().controlLog.findFirstOrThrow({
      where: { orgId: fleet.orgId },
      orderBy: { seq: "desc" },
    });
    expect(entry).toMatchObject({
      pepId: fleet.enrolment.pepId,
      body: { type: "probe", orderId, request: { agentId: fleet.agentId } },
    });
  });
  test("is sent without a confirmation after a time, and the missing confirmation becomes a finding", async () => {
    const { fleet, orderId } = await killedFleet("Mute");
    await database().stopOrder.update({ where: { id: orderId }, data: { orderedAt: new Date(Date.now() - 20_000) } });
    await attendStops(fleet.system);
    expect(await database().probe.count({ where: { orgId: fleet.orgId } })).toBe(1);
    expect(await findings(fleet, "stop.unconfirmed")).toHaveLength(1);
    await ack(fleet, orderId);
    await attendStops(fleet.system);
    expect(await findings(fleet, "stop.unconfirmed")).toEqual([]);
  });
  test("that was refused by the order is the proof of it", async () => {
    const { fleet, orderId } = await probedFleet("Refused");
    expect(await answerProbe(fleet)).toEqual({ accepted: 1 });
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "refused" });
    expect(await answerProbe(fleet, { effect: "allow", code: "permitted" })).toEqual({ accepted: 0 });
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "refused" });
  });
  test.each([
    ["allowed", { effect: "allow", code: "permitted" }],
    ["held", { effect: "hold", code: "checkpoint_required" }],
    ["refused on paper only", { enforced: false }],
  ] as const)("that was %s is a critical finding on the order", async (_, answer) => {
    const { fleet, orderId } = await probedFleet("Let through");
    await answerProbe(fleet, answer);
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "not_refused" });
    expect(await findings(fleet, "stop.probe-failed")).toMatchObject([{ severity: "critical", subjectId: orderId }]);
  });
  test("that was refused for another reason proves nothing about the order", async () => {
    const { fleet, orderId } = await probedFleet("By chance");
    await answerProbe(fleet, { code: "no_permit" });
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "inconclusive" });
  });
  test("of another organisation's point does not exist", async () => {
    const { fleet } = await probedFleet("Foreign");
    const stranger = { ...fleet, point: other.point };
    await expect(answerProbe({ ...stranger, point: { ...fleet.point, actor: other.point.actor } })).rejects.toThrow();
    await expect(probePoint(other.ctx, { id: fleet.enrolment.pepId })).rejects.toEqual(code("not_found"));
    await expect(listProbes(other.ctx, { id: fleet.enrolment.pepId })).rejects.toEqual(code("not_found"));
  });
});

describe("a point that lies", () => {
  test("with a signature of another key is refused, and found out", async () => {
    const { fleet, orderId } = await probedFleet("Forged");
    await expect(answerProbe(fleet, {}, generateSigningKey())).rejects.toEqual(code("invalid_input"));
    expect(await findings(fleet, "point.dishonest")).toHaveLength(1);
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "waiting" });
  });
  test.each([
    ["a nonce that was not sent", { nonce: "0".repeat(48) }],
    ["another call", { tool: "bank/other" }],
    ["a revision that it does not hold", { bundleProof: `sha256:${"0".repeat(64)}` }],
    ["a revision without proof", { bundleProof: null }],
    ["a revision that never was", { revision: 99 }],
  ] as const)("about %s is found out", async (_, answer) => {
    const { fleet, orderId } = await probedFleet("Liar");
    await answerProbe(fleet, answer);
    expect((await pointOf(fleet, orderId))?.probe).toMatchObject({ result: "dishonest" });
    expect(await findings(fleet, "point.dishonest")).toMatchObject([{ severity: "critical" }]);
  });
  test("about its revision is caught by a probe without any order, and cleared by an honest answer", async () => {
    const fleet = await testFleet("Revision");
    await database().pep.update({
      where: { id: fleet.enrolment.pepId },
      data: { connected: true, lastSeenAt: new Date(), revision: fleet.revision + 1 },
    });
    await probePoint(fleet.ctx, { id: fleet.enrolment.pepId });
    await answerProbe(fleet, { effect: "allow", code: "permitted" });
    expect((await listProbes(fleet.ctx, { id: fleet.enrolment.pepId })).items).toMatchObject([{ result: "dishonest" }]);
    expect(await findings(fleet, "point.dishonest")).toHaveLength(1);
    await database().pep.update({ where: { id: fleet.enrolment.pepId }, data: { revision: fleet.revision } });
    await probePoint(fleet.ctx, { id: fleet.enrolment.pepId });
    await answerProbe(fleet, { effect: "allow", code: "permitted" });
    expect(await findings(fleet, "point.dishonest")).toEqual([]);
  });
});

describe("a containment certificate", () => {
  test("is issued by itself once every point that can be reached has refused, and openssl verifies it", async () => {
    const { fleet, orderId } = await probedFleet("Certified");
    await expect(getCertificate(fleet.ctx, { id: orderId })).rejects.toEqual(code("not_found"));
    await answerProbe(fleet);
    await attendStops(fleet.system);
    const file = await getCertificate(fleet.ctx, { id: orderId });
    expect(file.complete).toBe(true);
    const folder = mkdtempSync(path.join(tmpdir(), "certificate-"));
    const at = (name: string) => path.join(folder, name);
    writeFileSync(at("certificate.json"), file.certificate);
    writeFileSync(at("certificate.sig"), Buffer.from(file.signature, "base64"));
    writeFileSync(at("key.pem"), file.publicKey);
    const openssl = () =>
      execFileSync("openssl", [
        ..."pkeyutl -verify -rawin -pubin -inkey".split(" "),
        at("key.pem"),
        "-in",
        at("certificate.json"),
        "-sigfile",
        at("certificate.sig"),
      ]).toString();
    expect(openssl()).toContain("Signature Verified Successfully");
    writeFileSync(at("certificate.json"), file.certificate.replace('"missing":[]', '"missing": []'));
    expect(openssl).toThrow();
    const trust = [{ keyId: file.keyId, publicKey: file.publicKey }];
    expect(verifyCertificate(file, trust)).toMatchObject({ order: orderId, missing: [], orderedBy: "The admin" });
  });
  test("on demand names what is missing, and is not complete", async () => {
    const { fleet, orderId } = await killedFleet("Early");
    const file = await issueCertificate(fleet.ctx, { id: orderId });
    expect(file.complete).toBe(false);
    expect(JSON.parse(file.certificate).missing).toEqual([expect.stringContaining("has not confirmed")]);
  });
  test("shows a point that cannot be reached with the end of its lease", async () => {
    const { fleet, orderId } = await killedFleet("Away");
    await database().pep.update({
      where: { id: fleet.enrolment.pepId },
      data: { connected: false, lastSeenAt: new Date(Date.now() - 50_000) },
    });
    const body = JSON.parse((await issueCertificate(fleet.ctx, { id: orderId })).certificate);
    expect(body.points).toMatchObject([{ reachable: false, leaseEndsAt: expect.any(String), probe: null }]);
    expect(body.missing).toEqual([expect.stringContaining("cannot be reached")]);
  });
  test("is signed anew when a point that was away comes back and proves the stop after all", async () => {
    const { fleet, orderId } = await killedFleet("Back");
    const away = { connected: false, lastSeenAt: new Date(Date.now() - 50_000) };
    await database().pep.update({ where: { id: fleet.enrolment.pepId }, data: away });
    await attendStops(fleet.system);
    expect(await getCertificate(fleet.ctx, { id: orderId })).toMatchObject({ complete: false });
    const back = { connected: true, lastSeenAt: new Date() };
    await database().pep.update({ where: { id: fleet.enrolment.pepId }, data: back });
    await ack(fleet, orderId);
    await attendStops(fleet.system);
    await answerProbe(fleet);
    await attendStops(fleet.system);
    expect(await getCertificate(fleet.ctx, { id: orderId })).toMatchObject({ complete: true });
  });
  test("cannot be changed afterwards, and belongs to one organisation", async () => {
    const { fleet, orderId } = await killedFleet("Fixed");
    await issueCertificate(fleet.ctx, { id: orderId });
    await expect(
      database().stopCertificate.updateMany({ where: { orderId }, data: { complete: true } }),
    ).rejects.toThrow(/append-only/);
    await expect(getCertificate(other.ctx, { id: orderId })).rejects.toEqual(code("not_found"));
    await expect(issueCertificate(other.ctx, { id: orderId })).rejects.toEqual(code("not_found"));
  });
});

describe("a drill", () => {
  async function drilled(name: string) {
    const fleet = await testFleet(name);
    await database().pep.update({
      where: { id: fleet.enrolment.pepId },
      data: { connected: true, lastSeenAt: new Date(), revision: fleet.revision },
    });
    const { canary } = await planDrills(fleet.ctx, { every: "daily" });
    const { orderId } = await runDrill(fleet.system, {});
    const canaryStatus = async () =>
      (await database().agent.findUniqueOrThrow({ where: { id: canary?.id ?? "" } })).status;
    return { fleet, orderId, canaryStatus };
  }

  test("is refused without a canary, and while one runs", async () => {
    const fleet = await testFleet("No canary");
    await expect(runDrill(fleet.ctx, {})).rejects.toEqual(code("conflict"));
    await expect(planDrills(fleet.as("owner"), { every: "daily" })).rejects.toEqual(code("forbidden"));
    await planDrills(fleet.ctx, { every: "off" });
    await runDrill(fleet.ctx, {});
    await expect(runDrill(fleet.ctx, {})).rejects.toEqual(code("conflict"));
  });
  test("that every point obeys is certified as a drill, measured, and releases its canary by itself", async () => {
    const { fleet, orderId, canaryStatus } = await drilled("Drilled");
    expect(await canaryStatus()).toBe("killed");
    await ack(fleet, orderId);
    await attendStops(fleet.system);
    expect(await canaryStatus()).toBe("killed");
    await answerProbe(fleet);
    await attendStops(fleet.system);
    expect(await canaryStatus()).toBe("active");
    const { items } = await listDrills(fleet.ctx, {});
    expect(items).toMatchObject([
      { status: "passed", points: 1, confirmed: 1, refused: 1, p50Ms: expect.any(Number), missing: [] },
    ]);
    expect(await getCertificate(fleet.ctx, { id: orderId })).toMatchObject({ drill: true, complete: true });
  });
  test("that a point does not obey fails, says which, and releases its canary all the same", async () => {
    const { fleet, orderId, canaryStatus } = await drilled("Disobeyed");
    await ack(fleet, orderId);
    await attendStops(fleet.system);
    await answerProbe(fleet, { effect: "allow", code: "permitted" });
    await attendStops(fleet.system);
    expect(await canaryStatus()).toBe("active");
    expect((await listDrills(fleet.ctx, {})).items).toMatchObject([{ status: "failed", refused: 0 }]);
    expect(await findings(fleet, "drill.failed")).toHaveLength(1);
  });
  test("that a point sleeps through fails when patience ends", async () => {
    const { fleet, canaryStatus } = await drilled("Slept");
    await database().drill.updateMany({
      where: { orgId: fleet.orgId },
      data: { startedAt: new Date(Date.now() - 60_000) },
    });
    await attendStops(fleet.system);
    expect(await canaryStatus()).toBe("active");
    expect((await listDrills(fleet.ctx, {})).items).toMatchObject([{ status: "failed", confirmed: 0 }]);
  });
  test("does not lend its release to agents that are no canary", async () => {
    const { fleet, orderId } = await killedFleet("No shortcut");
    await database().drill.create({
      data: { id: "drl_x", orgId: fleet.orgId, orderId, startedByName: "x", startedAt: new Date(0), points: 1 },
    });
    await attendStops(fleet.system);
    const { status } = await database().agent.findUniqueOrThrow({ where: { id: fleet.agentId } });
    expect(status).toBe("killed");
    expect((await releaseOrder(fleet.ctx, { id: orderId, reason: "x" })).order).toBeNull();
  });
});
