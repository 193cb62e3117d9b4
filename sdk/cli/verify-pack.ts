/**
 * Checks an audit pack offline: that the file is built as a pack is, that a named key signed its list of hashes, that each file
 * has its hash, and that what is inside proves itself: audit entries in the signed tree, certificates. Reads as streams.
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { verifyText } from "../crypto.ts";
import { AUDIT_ENTRIES, CERTIFICATES, MANIFEST, PackManifest, SUMS, SUMS_SIGNATURE } from "../pack/manifest.ts";
import { openPackZip, type PackZip } from "../pack/read-zip.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { NotVerified } from "../verify.ts";
import { verifyCertificate } from "../verify-certificate.ts";
import { checkFiltered } from "./log-filtered.ts";
import { type LogKey, type LogKeyOptions, readLogKeys, requireHeadBy } from "./log-keys.ts";
import { parseHeader } from "./log-lines.ts";
import { Misused } from "./misused.ts";
import { readLines } from "./read-lines.ts";

/** True for a file that begins as a ZIP does. */
export function beginsPack(file: string): boolean {
  try {
    const descriptor = openSync(file, "r");
    try {
      const first = Buffer.alloc(2);
      return readSync(descriptor, first, 0, 2, 0) === 2 && first.toString("latin1") === "PK";
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new NotVerified(`${printable(file)} cannot be read: ${messageOf(error)}`);
  }
}

/** Prints what is proven and what is not, and returns 0; throws {@link NotVerified} with the first thing that does not hold. */
export async function verifyPack(file: string, options: LogKeyOptions): Promise<number> {
  const keys = readLogKeys(options);
  if (keys.length === 0)
    throw new Misused(
      "Name the key that you trust with --key or --trust: a key from the pack itself would prove nothing.",
    );
  try {
    process.stdout.write(`verified: ${await checked(await openPackZip(file), keys)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    throw new NotVerified(`${printable(file)} is NOT verified: ${printable(error.message, 500)}.`);
  }
}

async function checked(zip: PackZip, keys: readonly LogKey[]): Promise<string> {
  const sums = await signedSums(zip, keys);
  await checkFiles(zip, sums);
  const manifest = await readManifest(zip, sums);
  const entries = await checkEntries(zip, manifest, keys);
  const { whole, incomplete, strange } = await checkCertificates(zip, keys);
  const { framework, org, from, to, agents, asOf, notProven } = manifest;
  const scope = agents.length === 0 ? "all agents" : `${agents.length} chosen agents`;
  const certificates = [
    `${whole + incomplete} containment certificates hold`,
    incomplete > 0 ? `${incomplete} of them say that something is missing` : null,
    strange > 0 ? `${strange} are signed by keys that you did not name, and were not checked` : null,
  ].filter((part) => part !== null);
  return [
    `audit pack of ${printable(org)} for ${printable(framework.title, 200)}, ${from} to ${to}, ${scope}, as of ${asOf}`,
    `${sums.size} files have the hashes that were signed`,
    entries,
    certificates.join("; "),
    `NOT proven:\n${notProven.map((line) => `  ${printable(line, 500)}`).join("\n")}`,
  ].join("\n");
}

/** Hashes by path, as a key that was named has signed them. */
async function signedSums(zip: PackZip, keys: readonly LogKey[]): Promise<Map<string, string>> {
  const text = (await zip.read(SUMS)).toString("utf8");
  const signature = (await zip.read(SUMS_SIGNATURE)).toString("base64");
  const signers = keys.filter(({ publicKey }) => verifyText(publicKey, text, signature));
  const [signer] = signers;
  if (!signer) throw new NotVerified(`${SUMS} is signed by no key that is trusted here, or was changed`);
  if (signers.every(({ retiredAt }) => retiredAt !== null))
    throw new NotVerified(
      `it is signed by key ${signer.keyId}, which was retired at ${signer.retiredAt}. If you had this file before then, name that key with --key`,
    );
  const sums = new Map<string, string>();
  for (const line of text.split("\n").slice(0, -1)) {
    const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (hash === undefined || name === undefined || sums.has(name)) throw new NotVerified(`${SUMS} cannot be read`);
    sums.set(name, hash);
  }
  return sums;
}

async function checkFiles(zip: PackZip, sums: ReadonlyMap<string, string>): Promise<void> {
  for (const name of zip.names) {
    if (name === SUMS || name === SUMS_SIGNATURE) continue;
    const signed = sums.get(name);
    if (signed === undefined) throw new NotVerified(`${name} was added: it has no signed hash`);
    const hash = createHash("sha256");
    for await (const chunk of zip.stream(name)) hash.update(chunk);
    if (hash.digest("hex") !== signed) throw new NotVerified(`${name} was changed`);
  }
  const present = new Set(zip.names);
  for (const name of sums.keys()) if (!present.has(name)) throw new NotVerified(`${name} was taken out`);
}

async function readManifest(zip: PackZip, sums: ReadonlyMap<string, string>): Promise<PackManifest> {
  const parsed = PackManifest.safeParse(json((await zip.read(MANIFEST)).toString("utf8")));
  if (!parsed.success) throw new NotVerified(`${MANIFEST} is not understood`);
  for (const { path, sha256 } of parsed.data.files)
    if (sums.get(path) !== sha256) throw new NotVerified(`${MANIFEST} and ${SUMS} do not agree about ${path}`);
  return parsed.data;
}

async function checkEntries(zip: PackZip, { tree }: PackManifest, keys: readonly LogKey[]): Promise<string> {
  const batches = readLines(Readable.from(zip.stream(AUDIT_ENTRIES)).pipe(createGunzip()));
  const first = await batches.next();
  const lines = first.done ? [] : first.value;
  const header = parseHeader(lines[0] ?? "");
  if (!header || header.complete) throw new NotVerified(`${AUDIT_ENTRIES} does not begin with its tree`);
  if (header.checkpoint !== tree.checkpoint)
    throw new NotVerified(`${AUDIT_ENTRIES} is of another tree than the manifest`);
  const head = requireHeadBy(header.checkpoint, header.origin, keys, "newest");
  return checkFiltered(after(lines.slice(1), batches), head, []);
}

async function* after(rest: string[], batches: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  const filled = (lines: string[]) => lines.filter((line) => line !== "");
  yield filled(rest);
  for await (const lines of batches) yield filled(lines);
}

async function checkCertificates(zip: PackZip, keys: readonly LogKey[]) {
  const tally = { whole: 0, incomplete: 0, strange: 0 };
  for (const name of zip.names.filter((one) => one.startsWith(CERTIFICATES))) {
    const file = json((await zip.read(name)).toString("utf8"));
    const keyId = typeof file === "object" && file !== null && "keyId" in file ? file.keyId : null;
    if (!keys.some((key) => key.keyId === keyId)) tally.strange += 1;
    else if (certified(name, file, keys).missing.length > 0) tally.incomplete += 1;
    else tally.whole += 1;
  }
  return tally;
}

function certified(name: string, file: unknown, keys: readonly LogKey[]) {
  try {
    return verifyCertificate(file, [...keys]);
  } catch (error) {
    if (error instanceof NotVerified) throw new NotVerified(`${name}: ${error.message}`);
    throw error;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
