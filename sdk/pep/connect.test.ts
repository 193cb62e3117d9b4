import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { generateSigningKey } from "../crypto.ts";
import { bundleContent, lineContent } from "../testing/bundle-fixture.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { connect } from "./connect.ts";
import { ConnectFailed } from "./denied.ts";

const call = { agentId: "agent-1", tool: "fs/read", arguments: {} };

test("a token that was used cannot enrol a second point, and the error says what to do", async () => {
  const gateway = await testGateway();
  const enrolToken = gateway.enrolToken();
  await testPoint(gateway, { enrolToken });
  const second = connect({ url: gateway.url, kind: "sdk", stateDir: temporaryDirectory(), enrolToken });
  await expect(second).rejects.toThrow(ConnectFailed);
  await expect(second).rejects.toThrow(/used before.*make a new one/);
});

test("without a token and without an enrolment there is no point", async () => {
  const gateway = await testGateway();
  const stateDir = temporaryDirectory();
  await expect(connect({ url: gateway.url, kind: "sdk", stateDir })).rejects.toThrow(/not enrolled/);
  await expect(connect({ url: "ftp://x", kind: "sdk", stateDir })).rejects.toThrow(/not the address/);
});

test("a gateway that is not there is named in the error of a first start", async () => {
  const gateway = await testGateway();
  await gateway.down();
  const enrolToken = "x".repeat(20);
  const first = connect({ url: gateway.url, kind: "sdk", stateDir: temporaryDirectory(), enrolToken });
  await expect(first).rejects.toThrow(/cannot be reached.*Is it running/);
});

test("a point is not made for an agent that it may not act for", async () => {
  const gateway = await testGateway();
  gateway.agents = ["agent-2"];
  gateway.publish(bundleContent());
  await expect(testPoint(gateway, { agent: "agent-1" })).rejects.toThrow(/may not act for agent agent-1/);
  const point = await testPoint(gateway);
  expect(point.decide(call)).toMatchObject({ effect: "deny", code: "unknown_agent" });
});

test("a second start needs no token and is the same point", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const stateDir = temporaryDirectory();
  const first = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  await first.close();
  const second = await testPoint(gateway, { stateDir });
  expect(second.id).toBe(first.id);
  expect(gateway.points.size).toBe(1);
});

test("what a point keeps is for its user alone", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const stateDir = temporaryDirectory();
  await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  expect(statSync(stateDir).mode & 0o777).toBe(0o700);
  const files = readdirSync(stateDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map((file) => file.name).sort()).toEqual([
    "bundle.json",
    "enrolment.json",
    "heard.json",
    "key.pem",
    "lock",
    "standing.json",
  ]);
  for (const file of files) expect(statSync(path.join(stateDir, file.name)).mode & 0o777).toBe(0o600);
});

test("a clock that is ten minutes wrong does not lock the point out", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  for (const skewMs of [600_000, -600_000]) {
    gateway.skewMs = skewMs;
    const point = await testPoint(gateway);
    expect(point.decide(call).effect).toBe("allow");
    expect(Math.abs(point.status().skewMs - skewMs)).toBeLessThan(5000);
  }
});

test("a clock that went wrong since the last start is corrected by the refusal", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() })).close();
  const point = await testPoint(gateway, { stateDir, clock: new ManualClock(Date.now() + 3_600_000) });
  await point.flush();
  await gateway.records.until("a stream", () => gateway.records.streams.length === 2);
  await gateway.records.until("a heartbeat", () => point.status().connected);
});

test("without a bundle everything is denied, and it says why", async () => {
  const gateway = await testGateway();
  const point = await testPoint(gateway);
  expect(point.decide(call)).toMatchObject({
    effect: "deny",
    code: "no_bundle",
    reason: expect.stringMatching(/No policy bundle/),
  });
});

test("a start without the gateway decides by the stored bundle while the offline contract lasts, and no longer", async () => {
  const gateway = await testGateway();
  const clock = new ManualClock();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, clock, enrolToken: gateway.enrolToken() })).close();
  await gateway.down();
  clock.pass(3590);
  const point = await testPoint(gateway, { stateDir, clock });
  expect(point.decide(call).effect).toBe("allow");
  clock.pass(11);
  expect(point.decide(call)).toMatchObject({ effect: "deny", code: "lease_expired" });
});

test("a stored bundle that was tampered with, or a clock set back, does not help a start without the gateway", async () => {
  const gateway = await testGateway();
  const clock = new ManualClock();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  await (await testPoint(gateway, { stateDir, clock, enrolToken: gateway.enrolToken() })).close();
  await gateway.down();
  clock.set(clock.now() - 60_000);
  const early = await testPoint(gateway, { stateDir, clock });
  expect(early.decide(call).code).toBe("lease_expired");
  await early.close();
  const file = path.join(stateDir, "bundle.json");
  writeFileSync(file, readFileSync(file, "utf8").replace("forbid", "permit"));
  clock.set(clock.now() + 120_000);
  const forged = await testPoint(gateway, { stateDir, clock });
  expect(forged.decide(call).code).toBe("no_bundle");
});

test("a stored bundle whose key was withdrawn is not used again", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  expect(point.decide(call).effect).toBe("allow");
  const next = generateSigningKey();
  gateway.trust = [{ keyId: next.keyId, publicKey: next.publicKeyPem }];
  gateway.sever();
  await gateway.records.until("the refusal", () =>
    gateway.records.acks.some((ack) => ack.kind === "bundle" && ack.result === "refused"),
  );
  expect(point.decide(call)).toMatchObject({ code: "no_bundle", reason: expect.stringMatching(/no longer trusted/) });
});

test("a point that was revoked decides nothing more, though its lease would have lasted", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  const point = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  expect(point.decide(call).effect).toBe("allow");
  gateway.points.delete(point.id);
  gateway.sever();
  await vi.waitUntil(() => point.decide(call).code === "lease_expired");
  await point.close();
  await gateway.down();
  const again = await testPoint(gateway, { stateDir });
  expect(again.decide(call).code).toBe("lease_expired");
});
