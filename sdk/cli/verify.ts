/** `gatehouse verify`: checks a file against keys that the user names, never against a key that came with the file. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { keyIdOf } from "../crypto.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { NotVerified, verifyBundle, verifyGrant } from "../verify.ts";
import { verifyCertificate } from "../verify-certificate.ts";
import { TrustKey } from "../wire/bundle.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { beginsLog, firstLineOf, verifyLog } from "./verify-log.ts";
import { beginsPack, verifyPack } from "./verify-pack.ts";

const Signed = z.union([
  z.object({ signature: z.object({ keyId: z.string() }) }).transform(({ signature }) => signature),
  z.object({ certificate: z.string(), keyId: z.string() }),
]);
const TrustFile = z.union([
  z.array(z.object(TrustKey.shape)),
  z.object({ keys: z.array(z.object(TrustKey.shape)) }).transform(({ keys }) => keys),
  z.object({ trust: z.array(z.object(TrustKey.shape)) }).transform(({ trust }) => trust),
]);

type Keys = { pems: string[]; listed: TrustKey[] };

export async function run(argv: string[]): Promise<number> {
  const many = { type: "string", multiple: true } as const;
  const options = { key: many, trust: { type: "string" }, head: many } as const;
  const { values, positionals } = readOptions({ args: argv, options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misused("Name one file to verify.");
  const keys: Keys = { pems: (values.key ?? []).map(readPem), listed: values.trust ? readTrust(values.trust) : [] };
  if (beginsPack(file)) return verifyPack(file, values);
  const first = await firstLineOf(file);
  if (first === null) throw new NotVerified(`${printable(file)} is empty: there is nothing to verify.`);
  if (beginsLog(first)) return verifyLog(file, values);
  return verifySigned(file, keys);
}

function verifySigned(file: string, keys: Keys): number {
  const input = json(readFileSync(file, "utf8"), file);
  const signed = Signed.safeParse(input);
  if (!signed.success)
    throw new NotVerified(
      `${file} is neither a signed bundle, a grant, a containment certificate, an audit pack, nor exported audit entries.`,
    );
  if (keys.pems.length + keys.listed.length === 0)
    throw new Misused(
      "Name the key that you trust with --key or --trust: a key from the file itself would prove nothing.",
    );
  // A key that the user names is trusted whatever the file calls it.
  const { keyId } = signed.data;
  for (const publicKey of keys.pems) {
    const line = attempt(input, [{ keyId, publicKey }]);
    if (line instanceof NotVerified && keys.pems.length + keys.listed.length > 1) continue;
    return report(file, line);
  }
  return report(file, attempt(input, keys.listed));
}

function attempt(input: unknown, trust: TrustKey[]): string | NotVerified {
  try {
    if (typeof input !== "object" || input === null) return bundleLine(input, trust);
    if ("certificate" in input) return certificateLine(input, trust);
    return "grant" in input ? grantLine(input, trust) : bundleLine(input, trust);
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

/** What is not proven is said in the same breath. */
function certificateLine(input: unknown, trust: TrustKey[]): string {
  const { drill, order, subject, status, orderedBy, orderedAt, points, missing } = verifyCertificate(input, trust);
  const refused = points.filter(({ probe }) => probe?.statement.effect === "deny" && probe.statement.enforced).length;
  const head = `${drill ? "drill: " : ""}containment certificate of order ${printable(order)}: ${printable(subject)} was ${status} by ${printable(orderedBy)} at ${orderedAt}; ${refused} of ${points.length} points refused a probe, each signed with its own key`;
  if (missing.length === 0) return head;
  return `${head}\nNOT proven:\n${missing.map((line) => `  ${printable(line, 500)}`).join("\n")}`;
}

function bundleLine(input: unknown, trust: TrustKey[]): string {
  const { manifest, content } = verifyBundle(input, { trust });
  const { policies, agents, tools } = content;
  return `bundle ${manifest.revision} of ${printable(manifest.org)}, created ${manifest.createdAt}: ${policies.length} policies, ${agents.length} agents, ${tools.length} tools`;
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
