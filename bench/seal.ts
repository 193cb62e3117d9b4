/**
 * Sealing and verifying the audit log: a million exported entries through `gatehouse verify`, beside a plain SHA-256 over the
 * same file in the same run; and entries sealed a second, beside inserting as many rows of the same hashes.
 */
import { createHash, sign } from "node:crypto";
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sealEntries } from "@/lib/audit/seal-entries";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { canonicalJson } from "@/sdk/canonical";
import { entryLine, headerLine } from "@/sdk/cli/log-lines";
import { verifyLog } from "@/sdk/cli/verify-log";
import { generateSigningKey } from "@/sdk/crypto";
import { GrowingRoot } from "@/sdk/merkle/growing-root";
import { hashLeaf } from "@/sdk/merkle/hashing";
import { originOf, signTreeHead } from "@/sdk/merkle/tree-head";

export const needs = "database";

const ENTRIES = 1_000_000;
const SEALED = 50_000;
const ROUNDS = 3;
const ORG = "org_bench";

const key = generateSigningKey();
const signText = (text: string): Buffer => sign(null, Buffer.from(text), key.privateKey);

/** An entry as the log holds them, of the length that they usually have. */
const leafOf = (n: number): string =>
  canonicalJson({
    format: 1,
    id: `aud_${String(n).padStart(26, "0")}`,
    org: ORG,
    at: new Date(1_790_000_000_000 + n).toISOString(),
    actor: { kind: "user", id: `usr_${String(n % 40).padStart(26, "0")}`, name: "Ada Admin" },
    action: "agent.edited",
    target: { kind: "agent", id: `agt_${String(n % 1_000).padStart(26, "0")}`, name: `Agent ${n % 1_000}` },
    detail: { changed: ["purpose"], n },
    request: `req_${String(n).padStart(26, "0")}`,
  });

/** The size and root must stand before the entries, so the tree is built first. */
function writeLog(file: string): void {
  const tree = new GrowingRoot();
  for (let n = 0; n < ENTRIES; n++) tree.push(hashLeaf(leafOf(n)));
  const origin = originOf(ORG);
  const head = { origin, size: ENTRIES, root: tree.root() };
  const checkpoint = signTreeHead(head, { publicKeyPem: key.publicKeyPem, sign: signText });
  const handle = openSync(file, "w");
  writeSync(handle, headerLine({ origin, size: ENTRIES, complete: true, checkpoint }));
  for (let n = 0; n < ENTRIES; ) {
    let lines = "";
    for (const end = n + 2_000; n < end; n++) {
      const leaf = leafOf(n);
      lines += entryLine({ index: n, leaf, leafHash: hashLeaf(leaf).toString("hex") });
    }
    writeSync(handle, lines);
  }
  closeSync(handle);
}

async function rawDigest(file: string): Promise<void> {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) digest.update(chunk);
  digest.digest();
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Largest resident set while the work runs, above what it was. */
async function growthOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  await work();
  clearInterval(timer);
  return (most - before) / 1024 / 1024;
}

function print(name: string, value: number, unit: string, against: string, theirs: number): void {
  const rounded = (figure: number) => Number(figure.toFixed(3));
  console.log(
    JSON.stringify({
      name,
      value: rounded(value),
      unit,
      against,
      theirs: rounded(theirs),
      ratio: rounded(value / theirs),
    }),
  );
}

async function verifying(folder: string): Promise<void> {
  const [file, pem] = [path.join(folder, "log.ndjson"), path.join(folder, "key.pem")];
  writeFileSync(pem, key.publicKeyPem);
  writeLog(file);
  const write = process.stdout.write.bind(process.stdout);
  const quietly = async () => {
    process.stdout.write = () => true;
    await verifyLog(file, { key: [pem] });
    process.stdout.write = write;
  };
  const [mine, raw]: [number[], number[]] = [[], []];
  let growth = 0;
  for (let round = 0; round < ROUNDS; round++) {
    raw.push(await seconds(() => rawDigest(file)));
    mine.push(await seconds(async () => (growth = Math.max(growth, await growthOf(quietly)))));
  }
  print("verify_s_1m", median(mine), "s", "SHA-256 over the same file", median(raw));
  print("verify_memory_mb_1m", growth, "MB", "promise of 200 MB", 200);
}

async function fill(db: ReturnType<typeof database>, from: number): Promise<void> {
  const leaves = Array.from({ length: SEALED }, (_, n) => leafOf(from + n));
  for (let at = 0; at < SEALED; at += 5_000) {
    const data = leaves.slice(at, at + 5_000).map((leaf, n) => ({
      id: `aud_${from + at + n}`,
      orgId: ORG,
      at: new Date(),
      actorKind: "user",
      actorId: "usr",
      actorName: "Ada",
      action: "agent.edited",
      targetKind: "agent",
      targetId: "agt",
      targetName: "Agent",
      requestId: "req",
      leaf,
      leafHash: hashLeaf(leaf).toString("hex"),
    }));
    await db.auditEntry.createMany({ data });
  }
}

async function sealing(): Promise<void> {
  const db = database();
  const ctx = systemContext(ORG, "bench", db);
  const signer = {
    keyId: key.keyId,
    publicKey: key.publicKeyPem,
    sign: (text: string) => signText(text).toString("base64"),
  };
  await db.$executeRaw`CREATE TABLE "bare" ("orgId" TEXT, "index" BIGINT, "seq" BIGINT UNIQUE, "hash" BYTEA, PRIMARY KEY ("orgId", "index"))`;
  const [mine, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await fill(db, round * SEALED);
    mine.push(
      await seconds(async () => {
        while ((await sealEntries(ctx, async () => signer)).more);
      }),
    );
    bare.push(
      await seconds(
        () => db.$executeRaw`
        INSERT INTO "bare" SELECT "orgId", "index", "seq", "hash" FROM "AuditLeaf" WHERE "index" >= ${round * SEALED}`,
      ),
    );
  }
  print(
    "entries_sealed_per_s",
    SEALED / median(mine),
    "1/s",
    "the same rows inserted, without a tree",
    SEALED / median(bare),
  );
  await db.$disconnect();
}

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-seal-"));
try {
  await verifying(folder);
  await sealing();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
