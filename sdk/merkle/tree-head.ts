/** C2SP tlog-checkpoint, here called a tree head: which log, how many leaves, which root; signed as a note. */
import { HASH_BYTES } from "./hashing.ts";
import { BadNote, isSignedBy, parseNote, type SignedNote, signNote } from "./signed-note.ts";

export type TreeHead = { origin: string; size: number; root: Buffer };
export type SignedTreeHead = TreeHead & { note: SignedNote };

/** The name of an organisation's log, and of its keys in signed notes. */
export const originOf = (orgId: string): string => `gatehouse/${orgId}`;

type Signer = { publicKeyPem: string; sign: (text: string) => Buffer };

export function signTreeHead({ origin, size, root }: TreeHead, signer: Signer): string {
  return signNote(`${origin}\n${size}\n${root.toString("base64")}\n`, { name: origin, ...signer });
}

/** Reads a signed tree head. Throws {@link BadNote} when it is none; whose signature it bears is for {@link isHeadBy}. */
export function parseTreeHead(text: string): SignedTreeHead {
  const note = parseNote(text);
  const [origin = "", size = "", encoded = ""] = note.text.split("\n");
  const root = Buffer.from(encoded, "base64");
  if (origin === "") throw new BadNote("it names no log");
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new BadNote("its size is no number");
  if (root.length !== HASH_BYTES || root.toString("base64") !== encoded) throw new BadNote("its root is no hash");
  return { origin, size: Number(size), root, note };
}

/** True when the log's own key, as the caller knows it, signed the head. */
export const isHeadBy = ({ note, origin }: SignedTreeHead, publicKeyPem: string): boolean =>
  isSignedBy(note, origin, publicKeyPem);
