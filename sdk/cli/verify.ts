/** `gatehouse verify`: checks a file against keys that the user names, never against a key that came with the file. */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { canonicalJson } from "../canonical.ts";
import { keyIdOf } from "../crypto.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { isLeaf, NotVerified, verifyBundle, verifyGrant } from "../verify.ts";
import { TrustKey } from "../wire/bundle.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";

const Signed = z.object({ signature: z.object({ keyId: z.string() }) });
const AuditLine = z.object({ leaf: z.string(), leafHash: z.string() });
const TrustFile = z.union([
  z.array(z.object(TrustKey.shape)),
  z.object({ keys: z.array(z.object(TrustKey.shape)) }).transform(({ keys }) => keys),
  z.object({ trust: z.array(z.object(TrustKey.shape)) }).transform(({ trust }) => trust),
]);

type Keys = { pems: string[]; listed: TrustKey[] };

export async function run(argv: string[]): Promise<number> {
  const options = { key: { type: "string", multiple: true }, trust: { type: "string" } } as const;
  const { values, positionals } = readOptions({ args: argv, options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misused("Name one file to verify.");
  const keys: Keys = { pems: (values.key ?? []).map(readPem), listed: values.trust ? readTrust(values.trust) : [] };
  const first = await firstLine(file);
  if (AuditLine.safeParse(first).success) return verifyAudit(file);
  return verifySigned(file, keys);
}

function verifySigned(file: string, keys: Keys): number {
  const input = json(readFileSync(file, "utf8"), file);
  const signed = Signed.safeParse(input);
  if (!signed.success)
    throw new NotVerified(`${file} is neither a signed bundle, a grant, nor exported audit entries.`);
  if (keys.pems.length + keys.listed.length === 0)
    throw new Misused(
      "Name the key that you trust with --key or --trust: a key from the file itself would prove nothing.",
    );
  // A key that the user names is trusted whatever the file calls it.
  const { keyId } = signed.data.signature;
  for (const publicKey of keys.pems) {
    const line = attempt(input, [{ keyId, publicKey }]);
    if (line instanceof NotVerified && keys.pems.length + keys.listed.length > 1) continue;
    return report(file, line);
  }
  return report(file, attempt(input, keys.listed));
}

function attempt(input: unknown, trust: TrustKey[]): string | NotVerified {
  try {
    return typeof input === "object" && input !== null && "grant" in input
      ? grantLine(input, trust)
      : bundleLine(input, trust);
  } catch (error) {
    if (error instanceof NotVerified) return error;
    throw error;
  }
}

function report(file: string, line: string | NotVerified): number {
  if (typeof line !== "string") throw new NotVerified(`${file} is NOT verified: ${printable(line.message, 500)}.`);
  process.stdout.write(`verified: ${line}\n`);
  return 0;
}

function grantLine(input: unknown, trust: TrustKey[]): string {
  const { agent, tool, pep, expiresAt, actionDigest } = verifyGrant(input, trust);
  return `grant for agent ${printable(agent)} to call ${printable(tool)} through ${printable(pep)} once, until ${expiresAt}, action ${actionDigest}`;
}

function bundleLine(input: unknown, trust: TrustKey[]): string {
  const { manifest, content } = verifyBundle(input, { trust });
  const { policies, agents, tools } = content;
  return `bundle ${manifest.revision} of ${printable(manifest.org)}, created ${manifest.createdAt}: ${policies.length} policies, ${agents.length} agents, ${tools.length} tools`;
}

async function verifyAudit(file: string): Promise<number> {
  let number = 0;
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === "") continue;
    const fault = leafFault(line);
    if (fault !== null) throw new NotVerified(`${file} is NOT verified: line ${number} ${fault}.`);
    count += 1;
  }
  process.stdout.write(
    `verified: ${count} entries hash to what they claim. That none is missing is not proven by this file alone.\n`,
  );
  return 0;
}

function leafFault(line: string): string | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return "is not JSON";
  }
  const parsed = AuditLine.safeParse(entry);
  if (!parsed.success) return "has no leaf with its hash";
  const { leaf, leafHash } = parsed.data;
  if (!isLeaf(leaf, leafHash)) return "was changed: its leaf does not have the hash that it claims";
  return isCanonical(leaf) ? null : "holds a leaf that is not canonical JSON";
}

function isCanonical(leaf: string): boolean {
  try {
    return canonicalJson(JSON.parse(leaf)) === leaf;
  } catch {
    return false;
  }
}

async function firstLine(file: string): Promise<unknown> {
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) {
      if (line.trim() === "") continue;
      lines.close();
      return JSON.parse(line);
    }
  } catch (error) {
    // A bundle that is written over several lines does not begin with a whole one.
    if (error instanceof SyntaxError) return null;
    throw new NotVerified(`${printable(file)} cannot be read: ${messageOf(error)}.`);
  }
  throw new NotVerified(`${printable(file)} is empty: there is nothing to verify.`);
}

function readPem(file: string): string {
  try {
    const pem = readFileSync(file, "utf8");
    keyIdOf(pem);
    return pem;
  } catch (error) {
    throw new Misused(`${printable(file)} is not a public key in PEM (${printable(messageOf(error), 200)}).`);
  }
}

function readTrust(file: string): TrustKey[] {
  try {
    return TrustFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Misused(`${printable(file)} does not list keys, each with keyId and publicKey.`);
  }
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotVerified(`${printable(file)} is not JSON.`);
  }
}
