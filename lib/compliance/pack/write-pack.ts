/** Every file of a pack, in order, from a snapshot and from rows that do not change: the same twice, to the byte. */
import { createHash, createPublicKey } from "node:crypto";
import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { Ctx } from "@/lib/db/ctx";
import { canonicalJson } from "@/sdk/canonical";
import {
  AUDIT_ENTRIES,
  CERTIFICATES,
  MANIFEST,
  PACK_FORMAT,
  type PackManifest,
  SUMS,
  SUMS_SIGNATURE,
} from "@/sdk/pack/manifest";
import { notProvenOf } from "./not-proven";
import { actionPlan, assessmentResults } from "./oscal";
import { summaryPdf } from "./pdf";
import { readmeOf } from "./readme";
import type { PackScope } from "./scope";
import type { PackSnapshot, Table } from "./snapshot-contract";
import { certificates, entryPages, receiptPages } from "./stream-proofs";
import { callPages, gapPages, type Page, publicationPages, stopPages, versionPages } from "./stream-rows";
import { clockTable, controlTable, csvOf, gapTable } from "./tables";
import type { ZipWriter } from "./zip-writer";

/** Signs with the organisation's key: 64 bytes in base64. */
export type PackSigner = { keyId: string; publicKey: string; sign: (text: string) => string };

export type Writing = {
  ctx: Ctx;
  zip: ZipWriter;
  pack: { id: string; from: string; to: string };
  snapshot: PackSnapshot;
  scope: PackScope;
  signer: PackSigner;
  /** Told what is being written and how many rows more are done; throws when the pack is not wanted any more. */
  tell: (stage: string, more: number) => Promise<void>;
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export async function writePack(writing: Writing): Promise<void> {
  const { zip, snapshot } = writing;
  const text = (name: string, content: string) => zip.add(name, [Buffer.from(content)]);
  const csv = (name: string, table: Table) => text(name, csvOf(table));
  await writing.tell("controls and inventory", 0);
  await csv("controls/controls.csv", controlTable(snapshot));
  await csv("controls/gaps.csv", gapTable(snapshot));
  await csv("controls/clocks.csv", clockTable(snapshot));
  await text("controls/evidence.json", json(snapshot.evidence));
  for (const [name, table] of Object.entries(snapshot.tables).sort(([a], [b]) => (a < b ? -1 : 1)))
    await csv(name, table);
  await text("policies/in-force.json", json(snapshot.policiesInForce));
  await text("policies/rules.json", json(snapshot.rules));
  await writeRows(writing);
  await writeWords(writing);
  await writeSums(writing);
}

async function writeRows(writing: Writing): Promise<void> {
  const { ctx, zip, scope, snapshot } = writing;
  const plain = (name: string, stage: string, pages: AsyncGenerator<Page>) =>
    zip.add(name, told(writing, stage, pages));
  const packed = (name: string, stage: string, pages: AsyncGenerator<Page>) =>
    zip.add(name, gzipped(told(writing, stage, pages)));
  await plain("policies/versions.ndjson", "policies", uncounted(versionPages(ctx, scope)));
  await plain("policies/publications.ndjson", "policies", uncounted(publicationPages(ctx, scope)));
  await plain("stops/orders.ndjson", "stops", uncounted(stopPages(ctx, scope)));
  for await (const { id, text } of certificates(ctx, scope))
    await zip.add(`${CERTIFICATES}${id}.json`, [Buffer.from(text)]);
  await plain("checkpoints/receipts.ndjson", "receipts of requests", receiptPages(ctx, scope));
  await plain("activity/gaps.ndjson", "losses", uncounted(gapPages(ctx, scope)));
  await packed("activity/calls.ndjson.gz", "calls", callPages(ctx, scope));
  await packed(AUDIT_ENTRIES, "audit entries and their proofs", entryPages(ctx, snapshot, scope));
  await zip.add("audit/tree-head.txt", [Buffer.from(snapshot.head.checkpoint)]);
}

/** Rows that were not counted beforehand are not counted as done either. */
async function* uncounted(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  for await (const { text } of pages) yield { text, count: 0 };
}

async function* told({ tell }: Writing, stage: string, pages: AsyncGenerator<Page>): AsyncGenerator<Buffer> {
  await tell(stage, 0);
  for await (const { text, count } of pages) {
    yield Buffer.from(text);
    await tell(stage, count);
  }
}

/** Its header holds no time, so the same lines give the same bytes. Waits for what is written before it reads on. */
async function* gzipped(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: 6 });
  let out: Buffer[] = [];
  gzip.on("data", (packed: Buffer) => out.push(packed));
  const taken = () => {
    const some = out;
    out = [];
    return some;
  };
  try {
    for await (const chunk of chunks) {
      if (!gzip.write(chunk)) await once(gzip, "drain");
      yield* taken();
    }
    gzip.end();
    await once(gzip, "end");
    yield* taken();
  } finally {
    gzip.destroy();
  }
}

async function writeWords(writing: Writing): Promise<void> {
  const { zip, pack, snapshot, signer, tell } = writing;
  await tell("summary", 0);
  const facts = wordsOf(writing);
  const documents = { packId: pack.id, from: pack.from, to: pack.to, snapshot, files: [...zip.files] };
  await zip.add("oscal/assessment-results.json", [Buffer.from(json(assessmentResults(documents)))]);
  await zip.add("oscal/poam.json", [Buffer.from(json(actionPlan(documents)))]);
  await zip.add("summary.pdf", [
    await summaryPdf({ ...facts, snapshot, from: pack.from, to: pack.to, keyId: signer.keyId }),
  ]);
  await zip.add("signing-key.pem", [Buffer.from(signer.publicKey)]);
  const readme = readmeOf({
    ...facts,
    org: snapshot.org.name,
    framework: snapshot.framework.title,
    from: pack.from,
    to: pack.to,
    asOf: snapshot.asOf,
    keyId: signer.keyId,
    fingerprint: fingerprintOf(signer.publicKey),
    treeSize: snapshot.head.size,
  });
  await zip.add("README.md", [Buffer.from(readme)]);
}

/** SHA-256 of the key as DER, by which people tell it apart: the same as the command in the README prints. */
export const fingerprintOf = (publicKeyPem: string): string =>
  createHash("sha256")
    .update(createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }))
    .digest("hex");

function wordsOf({ snapshot, scope }: Writing) {
  const { numbers, agents } = snapshot;
  const scoped = scope.agentIds.length > 0;
  return {
    scope: scoped ? agents.map(({ name }) => name).join(", ") : "all agents",
    contents: [
      `controls/: ${snapshot.controls.length} controls with their states, gaps and evidence as of then`,
      "inventory/, access/, findings/: tables as of then",
      "policies/: every version of every policy, what was published, what is in force",
      `checkpoints/: receipts of ${numbers.receipts} requests that came to an end`,
      "stops/: orders with acknowledgements, drills, containment certificates",
      `activity/: ${numbers.calls} calls with decision and outcome, and what points say was lost`,
      "audit/: entries of the period with proofs of their places, and the signed tree head",
      "oscal/: assessment results and plan of action, OSCAL 1.2.1",
      "summary.pdf: for reading",
    ],
    notProven: notProvenOf({ ...numbers, scoped }),
  };
}

async function writeSums({ zip, pack, snapshot, scope, signer }: Writing): Promise<void> {
  const { framework, org, head, numbers, asOf } = snapshot;
  const manifest: PackManifest = {
    format: PACK_FORMAT,
    pack: pack.id,
    org: org.id,
    framework: { id: framework.id, title: framework.title },
    from: pack.from,
    to: pack.to,
    agents: [...scope.agentIds],
    asOf,
    tree: head,
    keyId: signer.keyId,
    files: zip.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    notProven: notProvenOf({ ...numbers, scoped: scope.agentIds.length > 0 }),
  };
  await zip.add(MANIFEST, [Buffer.from(`${canonicalJson(manifest)}\n`)]);
  const sums = [...zip.files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  await zip.add(SUMS, [Buffer.from(sums.join(""))]);
  await zip.add(SUMS_SIGNATURE, [Buffer.from(signer.sign(sums.join("")), "base64")]);
}
