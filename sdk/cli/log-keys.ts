/** Keys and earlier tree heads as the user names them for the check of an audit log. None is ever taken from the log itself. */
import { createReadStream, readFileSync } from "node:fs";
import { z } from "zod";
import { keyIdOf } from "../crypto.ts";
import { BadNote } from "../merkle/signed-note.ts";
import { isHeadBy, parseTreeHead, type SignedTreeHead } from "../merkle/tree-head.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { NotVerified } from "../verify.ts";
import { Misused } from "./misused.ts";
import { readLines } from "./read-lines.ts";

export type LogKeyOptions = { key?: string[] | undefined; trust?: string | undefined };
/** `retiredAt` as the console's list of keys says it; null for a key in force, and for one that the user names by itself. */
export type LogKey = { keyId: string; publicKey: string; retiredAt: string | null };

const Listed = z.object({ keyId: z.string(), publicKey: z.string(), retiredAt: z.string().nullable().default(null) });
const TrustFile = z.union([
  z.array(Listed),
  z.object({ keys: z.array(Listed) }).transform(({ keys }) => keys),
  z.object({ trust: z.array(Listed) }).transform(({ trust }) => trust),
]);

export function readLogKeys({ key = [], trust }: LogKeyOptions): LogKey[] {
  const named = key.map((file): LogKey => {
    try {
      const publicKey = readFileSync(file, "utf8");
      return { keyId: keyIdOf(publicKey), publicKey, retiredAt: null };
    } catch (error) {
      throw new Misused(`${printable(file)} is not a public key in PEM (${printable(messageOf(error), 200)}).`);
    }
  });
  return [...named, ...(trust === undefined ? [] : readTrust(trust))];
}

function readTrust(file: string): LogKey[] {
  try {
    return TrustFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Misused(`${printable(file)} does not list keys, each with keyId and publicKey.`);
  }
}

/** The head, when one of the keys signed it for this log. The newest head must be signed by a key that is still in force. */
export function requireHeadBy(
  text: string,
  origin: string,
  keys: readonly LogKey[],
  which: "newest" | "earlier",
): SignedTreeHead {
  const head = parseHead(text);
  if (head.origin !== origin) throw new NotVerified(`its head is of the log ${head.origin}, not of ${origin}`);
  const signers = keys.filter(({ publicKey }) => isHeadBy(head, publicKey));
  const [signer] = signers;
  if (!signer)
    throw new NotVerified(`the ${which} head, of ${head.size} entries, is signed by no key that is trusted here`);
  if (which === "newest" && signers.every(({ retiredAt }) => retiredAt !== null)) {
    throw new NotVerified(
      `its head is signed by key ${signer.keyId}, which was retired at ${signer.retiredAt}. If you had this file before then, name that key with --key`,
    );
  }
  return head;
}

export function parseHead(text: string): SignedTreeHead {
  try {
    return parseTreeHead(text);
  } catch (error) {
    if (error instanceof BadNote) throw new NotVerified(`a tree head cannot be read: ${error.message}`);
    throw error;
  }
}

/**
 * Heads that the user kept, in order of size: each file is a checkpoint, a tlog-proof, or lines of JSON with checkpoints, as
 * the console keeps them in tree-heads.ndjson. Heads of other logs in such a file are passed over.
 */
export async function readKeptHeads(
  files: readonly string[],
  origin: string,
  keys: readonly LogKey[],
): Promise<SignedTreeHead[]> {
  const heads: SignedTreeHead[] = [];
  for (const file of files) {
    const own = (await checkpointsIn(file)).map(parseHead).filter((head) => head.origin === origin);
    if (own.length === 0) throw new NotVerified(`${file} holds no head of the log ${origin}`);
    heads.push(...own);
  }
  for (const head of heads) {
    if (!keys.some(({ publicKey }) => isHeadBy(head, publicKey)))
      throw new NotVerified(`the earlier head, of ${head.size} entries, is signed by no key that is trusted here`);
  }
  return heads.sort((a, b) => a.size - b.size);
}

const Kept = z.object({ checkpoint: z.string() });

async function checkpointsIn(file: string): Promise<string[]> {
  const text = readHead(file);
  if (!text.startsWith("{"))
    return [text.startsWith("c2sp.org/tlog-proof") ? text.slice(text.indexOf("\n\n") + 2) : text];
  const checkpoints: string[] = [];
  for await (const lines of readLines(createReadStream(file))) {
    for (const line of lines) {
      if (line.trim() === "") continue;
      const kept = Kept.safeParse(jsonOf(line));
      if (!kept.success) throw new NotVerified(`${file} holds a line without a checkpoint`);
      checkpoints.push(kept.data.checkpoint);
    }
  }
  return checkpoints;
}

function readHead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Misused(`${printable(file)} cannot be read (${printable(messageOf(error), 200)}).`);
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
