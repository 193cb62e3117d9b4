/** For tests: an organisation with something of everything that a pack holds, and a pack as a folder of files. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { Prisma } from "@/lib/db/generated/client";
import { issueCertificate } from "@/lib/enforcement/issue-certificate";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getTrust } from "@/lib/identity/get-trust";
import { registerAgent } from "@/lib/inventory/register-agent";
import { sealNow } from "@/lib/jobs/seal-audit";
import { openPackZip } from "@/sdk/pack/read-zip";
import { buildPack } from "../build-pack";
import { readPieces } from "../pack/pieces";
import { readPack } from "../rows";
import { runPacks } from "../run-packs";

export const dayAt = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const lastWeek = () => ({ from: dayAt(-7), to: dayAt(0) });

/** Names that a spreadsheet, a PDF reader or a terminal could take for something else. */
export const hostile = '=HYPERLINK("http://x","y") \u202e\u0007(endobj) `sh` \n# <script>';

export async function packFleet(calls = 30): Promise<TestFleet> {
  const fleet = await testFleet(`Pack ${hostile}`);
  await addCalls(fleet, calls);
  const held = fleet.held();
  const { checkpointId } = await openCheckpoint(fleet.point, held);
  await denyCheckpoint(fleet.as("owner"), { id: checkpointId, digest: held.digest, reason: "no" });
  const agent = await registerAgent(fleet.ctx, {
    name: hostile,
    purpose: hostile,
    riskTier: "high",
    ownerId: fleet.users.owner.id,
  });
  const { orderId } = await killAgent(fleet.ctx, { id: agent.id, reason: "=1+1" });
  await issueCertificate(fleet.ctx, { id: orderId });
  return fleet;
}

/** Calls of yesterday, each with an outcome. */
export async function addCalls({ ctx, orgId, enrolment, agentId }: TestFleet, count: number): Promise<void> {
  await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "effect", "code",
      "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
    SELECT ${orgId}, 'call-' || lpad(n::text, 9, '0'), t, t, ${enrolment.pepId}, ${agentId}, 'Payments agent', 'bank/balance', 'allow',
      'permitted', 'Permitted.', '{bank-open@1}', '{}', 1, 'sha256:' || repeat('0', 64), '{"account":"1"}', '{}', ''
    FROM generate_series(1, ${count}::int) n, LATERAL (SELECT date_trunc('day', now()) - interval '1 hour' - n * interval '1 millisecond' AS t) at`);
  await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "receivedAt", "pepId", "outcome", "bodyDigest")
    SELECT "orgId", "id", "id" || 'o', "at", "receivedAt", "pepId", 'succeeded', '' FROM "ActivityEvent" WHERE "orgId" = ${orgId}`);
}

export async function buildNow(
  fleet: TestFleet,
  input: Partial<Parameters<typeof buildPack>[1]> = {},
): Promise<string> {
  const { id } = await buildPack(fleet.as("compliance"), { framework: "eu-ai-act", ...lastWeek(), ...input });
  await runPacks(fleet.system.db, sealNow);
  return id;
}

export async function bytesOf(fleet: TestFleet, id: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const piece of readPieces(fleet.ctx.db, id, (await readPack(fleet.ctx, id)).attempt)) chunks.push(piece);
  return Buffer.concat(chunks);
}

/** The pack as a file, its files in a folder, and the key as an auditor got it elsewhere. */
export async function unpacked(
  fleet: TestFleet,
  id: string,
  directory: string,
): Promise<{ zip: string; key: string; folder: string }> {
  const zip = path.join(directory, "pack.zip");
  writeFileSync(zip, await bytesOf(fleet, id));
  const folder = path.join(directory, "pack");
  const opened = await openPackZip(zip);
  for (const name of opened.names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), await opened.read(name));
  }
  const key = path.join(directory, "key.pem");
  const [first] = (await getTrust(fleet.ctx, {})).keys;
  writeFileSync(key, first?.publicKey ?? "");
  return { zip, key, folder };
}
