/** An audit pack from asking to verifying it with other people's tools, against a real Postgres. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import type { TestFleet } from "@/lib/enforcement/testing";
import { sealNow } from "@/lib/jobs/seal-audit";
import { main } from "@/sdk/cli/main";
import { openPackZip } from "@/sdk/pack/read-zip";
import { temporaryDirectory } from "@/sdk/testing/temporary-directory";
import { buildPack } from "./build-pack";
import { cancelPack } from "./cancel-pack";
import { getPack } from "./get-pack";
import { listPacks } from "./list-packs";
import { storeOf } from "./pack/pieces";
import { previewPack } from "./preview-pack";
import { runPack, runPacks, takePack } from "./run-packs";
import { buildNow, bytesOf, dayAt, hostile, lastWeek, packFleet, unpacked } from "./testing/pack-fixture";

await testDatabase();
let fleet: TestFleet;
let id: string;
let place: Awaited<ReturnType<typeof unpacked>>;
const asked = { framework: "eu-ai-act", ...lastWeek() };

beforeAll(async () => {
  fleet = await packFleet();
  id = await buildNow(fleet);
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-pack-"));
  place = await unpacked(fleet, id, directory);
  return () => rmSync(directory, { recursive: true, force: true });
});

/** What the command says, and how it ends. */
async function verify(...argv: string[]): Promise<{ code: number; said: string }> {
  let said = "";
  const write = (chunk: unknown): boolean => {
    said += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  for (const spy of spies) spy.mockImplementation(write);
  const code = await main(["verify", ...argv]).finally(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return { code, said };
}

const read = (name: string): string => readFileSync(path.join(place.folder, name), "utf8");

/** The commands of the pack's own README, as they stand there. */
function byHand(folder: string) {
  const script = /```sh\n([\s\S]*?)```/.exec(readFileSync(path.join(folder, "README.md"), "utf8"))?.[1] ?? "exit 9";
  return spawnSync("sh", ["-e", "-c", script], { cwd: folder, encoding: "utf8" });
}

describe("refused", () => {
  test.each(["security", "executive", "auditor"] as const)("is %s to build, and may read", async (role) => {
    await expect(buildPack(fleet.as(role), asked)).rejects.toMatchObject({ code: "forbidden" });
    await expect(cancelPack(fleet.as(role), { id })).rejects.toMatchObject({ code: "forbidden" });
    expect((await getPack(fleet.as(role), { id })).status).toBe("done");
  });

  test("is an owner to see any of it", async () => {
    await expect(listPacks(fleet.as("owner"), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewPack(fleet.as("owner"), asked)).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each([
    ["that ends before it begins", { from: dayAt(-1), to: dayAt(-2) }],
    ["that has not begun", { from: dayAt(2), to: dayAt(3) }],
    ["longer than ten years", { from: "2001-01-01", to: dayAt(0) }],
  ])("is a period %s", async (_, period) => {
    await expect(buildPack(fleet.ctx, { ...asked, ...period })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is a framework or an agent that there is not, and a second pack while one is not finished", async () => {
    await expect(buildPack(fleet.ctx, { ...asked, framework: "none" })).rejects.toMatchObject({ code: "not_found" });
    const stranger = { ...asked, agentIds: [`agt_${"0".repeat(26)}`] };
    await expect(buildPack(fleet.ctx, stranger)).rejects.toMatchObject({ code: "not_found" });
    const waiting = await buildPack(fleet.ctx, asked);
    await expect(buildPack(fleet.ctx, asked)).rejects.toMatchObject({ code: "conflict" });
    expect((await cancelPack(fleet.as("compliance"), { id: waiting.id })).status).toBe("cancelled");
    await expect(cancelPack(fleet.ctx, { id: waiting.id })).rejects.toMatchObject({ code: "conflict" });
  });
});

test("the preview counts what the pack then holds, and names what is missing", async () => {
  const preview = await previewPack(fleet.as("auditor"), asked);
  const count = (unit: string) => preview.contents.find((one) => one.unit === unit)?.count;
  expect(count("calls")).toBe(30);
  expect(count("receipts")).toBe(1);
  expect(count("certificates")).toBe(1);
  expect(
    gunzipSync(readFileSync(path.join(place.folder, "activity/calls.ndjson.gz")))
      .toString()
      .trim()
      .split("\n"),
  ).toHaveLength(30);
  expect(read("checkpoints/receipts.ndjson").trim().split("\n")).toHaveLength(1);
  expect(preview.gaps.length).toBeGreaterThan(0);
  expect(read("controls/gaps.csv").trim().split("\r\n")).toHaveLength(preview.gaps.length + 1);
});

test("the README's own commands verify it with sha256sum and openssl, and print the fingerprint that the console shows", async () => {
  const { status, stdout, stderr } = byHand(place.folder);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("Every file is as it was signed.");
  expect(stdout).toContain((await getPack(fleet.ctx, { id })).key?.fingerprint);
});

test("gatehouse verify verifies it, entries and certificates too, and says what is not proven", async () => {
  const { code, said } = await verify(place.zip, "--key", place.key);
  expect(said).toMatch(/verified: audit pack .*EU AI Act/);
  expect(said).toMatch(/\d+ entries of gatehouse\/org_\w+, each in its place/);
  expect(said).toContain("1 containment certificates hold");
  expect(said).toMatch(/NOT proven:\n {2}That what was recorded is true/);
  expect(code).toBe(0);
});

test("without a key that the user names nothing is verified, and the key inside is never trusted", async () => {
  expect((await verify(place.zip)).code).toBe(2);
  const { generateSigningKey } = await import("@/sdk/crypto");
  const strange = path.join(temporaryDirectory(), "strange.pem");
  writeFileSync(strange, generateSigningKey().publicKeyPem);
  const { code, said } = await verify(place.zip, "--key", strange);
  expect(code).toBe(1);
  expect(said).toContain("signed by no key that is trusted here");
});

test("one flipped bit, wherever in the file it is, is found", async () => {
  const whole = await bytesOf(fleet, id);
  const file = path.join(temporaryDirectory(), "flipped.zip");
  // Each byte around the first file and the last ones, and a spread over all of it.
  const places = new Set([...Array(30).keys(), ...Array.from({ length: 30 }, (_, n) => whole.length - 1 - n)]);
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) places.add(at);
  for (const at of places) {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(file, copy);
    const { code } = await verify(file, "--key", place.key);
    expect({ at, code }).toEqual({ at, code: 1 });
  }
});

test("a flipped bit in any of its files is found by the README's commands, and named by gatehouse verify", async () => {
  const { names } = await openPackZip(place.zip);
  const whole = readFileSync(place.zip);
  for (const name of names.filter((one) => one !== "SHA256SUMS.sig" && one !== "SHA256SUMS")) {
    const content = readFileSync(path.join(place.folder, name));
    if (content.length === 0) continue;
    const broken = Buffer.from(content);
    broken[content.length >> 1] = (broken[content.length >> 1] ?? 0) ^ 1;
    writeFileSync(path.join(place.folder, name), broken);
    // The commands themselves take a while; the list of hashes is the same for every file.
    if (/^(summary|manifest|activity\/calls|controls\/gaps)/.test(name))
      expect({ name, status: byHand(place.folder).status }).not.toEqual({ name, status: 0 });
    writeFileSync(path.join(place.folder, name), content);
    const at = whole.indexOf(content);
    const copy = Buffer.concat([whole.subarray(0, at), broken, whole.subarray(at + content.length)]);
    const file = path.join(temporaryDirectory(), "named.zip");
    writeFileSync(file, copy);
    const { said } = await verify(file, "--key", place.key);
    expect(said).toContain(`${name} was changed`);
  }
  expect(byHand(place.folder).status).toBe(0);
});

test("its OSCAL documents hold against the official schemas of 1.2.1", () => {
  for (const [name, schema] of [
    ["assessment-results", "oscal-1.2.1.assessment-results.schema.json"],
    ["poam", "oscal-1.2.1.poam.schema.json"],
  ]) {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(
      JSON.parse(readFileSync(path.join(import.meta.dirname, "testing", schema ?? ""), "utf8")),
    );
    validate(JSON.parse(read(`oscal/${name}.json`)));
    expect(validate.errors ?? []).toEqual([]);
  }
});

test("who may do what is in it: people with their last sign-in, keys with their last use, roles, and who was let in from outside", () => {
  const head = (name: string) => read(name).split(/\r?\n/)[0];
  expect(head("access/people.csv")).toBe("id,name,roles,only_teams,status,passkeys,since,last_sign_in");
  expect(read("access/people.csv").split(/\r?\n/)).toContainEqual(
    expect.stringMatching(new RegExp(`^"?${fleet.users.admin.id}"?,.*admin.*active`)),
  );
  expect(head("access/keys.csv")).toBe("id,name,prefix,role,made_by,made,expires,last_used,revoked");
  expect(head("access/outside-auditors.csv")).toMatch(/^id,name,person,frameworks,/);
  expect(read("access/roles.csv")).toMatch(/^"?shared:read"?(,"?"?)*,"?yes"?$/m);
});

test("no cell of a table is a formula, whatever people and agents are called", () => {
  const table = read("inventory/agents.csv");
  expect(table).toContain(`"'=HYPERLINK(`);
  expect(table).not.toMatch(/(^|,)"?=/m);
  expect(read("README.md")).not.toContain(hostile);
  expect(read("README.md").match(/```/g)).toHaveLength(2);
});

test("a worker that dies in the middle leaves it to the next, and what comes out is the same to the byte", async () => {
  const { id: asking } = await buildPack(fleet.ctx, asked);
  const dead = await takePack(fleet.ctx.db);
  if (!dead) throw new Error("nothing was taken");
  // It stored the snapshot and the first pieces, and was never heard of again.
  await runPacksUntilPiece(dead.id);
  expect((await getPack(fleet.ctx, { id: asking })).status).toBe("running");
  await runPacks(fleet.ctx.db, sealNow);
  expect((await getPack(fleet.ctx, { id: asking })).status).toBe("running");
  await addNoise();
  await fleet.ctx.db
    .$executeRaw`UPDATE "AuditPack" SET "aliveAt" = now() - interval '2 minutes' WHERE "id" = ${asking}`;
  await runPacks(fleet.ctx.db, sealNow);
  const first = await getPack(fleet.ctx, { id: asking });
  expect(first).toMatchObject({ status: "done", fault: null });
  // The same again from the stored snapshot: undisturbed, and later.
  await fleet.ctx.db.$executeRaw`UPDATE "AuditPack" SET "status" = 'waiting' WHERE "id" = ${asking}`;
  await runPacks(fleet.ctx.db, sealNow);
  const second = await getPack(fleet.ctx, { id: asking });
  expect(second.sha256).toBe(first.sha256);
  expect(second.bytes).toBe((await bytesOf(fleet, asking)).length);
  // The one that was believed dead comes back: it finds that the pack is not its own, and changes nothing.
  await runPack(fleet.system, dead, sealNow);
  expect(await getPack(fleet.ctx, { id: asking })).toMatchObject({ status: "done", sha256: first.sha256 });
}, 60_000);

/** What a killed worker leaves: a snapshot, and pieces of a file that has no end. */
async function runPacksUntilPiece(packId: string): Promise<void> {
  const { takeSnapshot } = await import("./pack/take-snapshot");
  const row = await fleet.ctx.db.auditPack.findUniqueOrThrow({ where: { id: packId } });
  const snapshot = JSON.parse(JSON.stringify(await takeSnapshot(fleet.system, row)));
  await fleet.ctx.db.auditPack.update({ where: { id: packId }, data: { snapshot }, select: { id: true } });
  await storeOf(fleet.ctx.db, packId, row.attempt)(1, Buffer.from("torn"));
}

/** Things that happen meanwhile, and are not in the snapshot. */
async function addNoise(): Promise<void> {
  const { editAgent } = await import("@/lib/inventory/edit-agent");
  const { getAgent } = await import("@/lib/inventory/get-agent");
  const { version } = await getAgent(fleet.ctx, { id: fleet.agentId });
  await editAgent(fleet.ctx, { id: fleet.agentId, version, purpose: "Something else" });
}

test("a pack that cannot be stored for want of space fails with that reason, and one whose database went away waits for the next try", async () => {
  const failing = async (message: string) => {
    const { id: asking } = await buildPack(fleet.ctx, asked);
    const row = await takePack(fleet.ctx.db);
    if (!row) throw new Error("nothing was taken");
    const db = new Proxy(fleet.system.db, {
      get: (target, name) =>
        name === "auditPackPiece"
          ? {
              ...target.auditPackPiece,
              deleteMany: async () => ({ count: 0 }),
              create: () => Promise.reject(new Error(message)),
            }
          : Reflect.get(target, name),
    });
    return { asking, run: runPack({ ...fleet.system, db }, row, sealNow) };
  };
  const full = await failing("could not extend file: No space left on device (53100)");
  await full.run;
  expect(await getPack(fleet.ctx, { id: full.asking })).toMatchObject({
    status: "failed",
    fault: expect.stringContaining("no space left"),
  });
  const away = await failing("terminating connection due to administrator command (57P01)");
  await expect(away.run).rejects.toThrow(/57P01/);
  expect((await getPack(fleet.ctx, { id: away.asking })).status).toBe("running");
  await fleet.ctx.db
    .$executeRaw`UPDATE "AuditPack" SET "aliveAt" = now() - interval '2 minutes' WHERE "id" = ${away.asking}`;
  await runPacks(fleet.ctx.db, sealNow);
  expect((await getPack(fleet.ctx, { id: away.asking })).status).toBe("done");
}, 60_000);

test("a pack that is cancelled while it is built keeps nothing", async () => {
  const { id: asking } = await buildPack(fleet.ctx, asked);
  await runPacks(fleet.ctx.db, async (ctx) => {
    await sealNow(ctx);
    await cancelPack(fleet.ctx, { id: asking });
  });
  expect(await getPack(fleet.ctx, { id: asking })).toMatchObject({ status: "cancelled", sha256: null });
  expect(await fleet.ctx.db.auditPackPiece.count({ where: { packId: asking } })).toBe(0);
});

test("a pack of chosen agents holds their calls and requests only, and says so", async () => {
  const other = await fleet.ctx.db.agent.findFirstOrThrow({
    where: { orgId: fleet.orgId, id: { not: fleet.agentId } },
  });
  const scoped = await buildNow(fleet, { agentIds: [other.id] });
  const { folder, zip, key } = await unpacked(fleet, scoped, temporaryDirectory());
  expect(gunzipSync(readFileSync(path.join(folder, "activity/calls.ndjson.gz"))).length).toBe(0);
  expect(readFileSync(path.join(folder, "checkpoints/receipts.ndjson")).length).toBe(0);
  const { code, said } = await verify(zip, "--key", key);
  expect(code).toBe(0);
  expect(said).toContain("1 chosen agents");
  expect(said).toContain("Anything about agents that were not chosen");
});

test("asking, finishing and cancelling are in the audit log, with the hash of the file", async () => {
  const [entry] = (await listEntries(fleet.ctx, { action: "pack.finished", targetId: id })).items;
  expect(JSON.parse(entry?.leaf ?? "{}").detail).toMatchObject({
    status: "done",
    sha256: (await getPack(fleet.ctx, { id })).sha256,
  });
});
