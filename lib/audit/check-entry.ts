/** Private to this folder: whether one stored entry is still what its place in the tree says. Pure. */
import { z } from "zod";
import { hashLeaf } from "@/sdk/merkle/hashing";

export type SealedRow = {
  index: bigint;
  hash: Uint8Array;
  /** Null when the entry itself is gone. */
  id: string | null;
  leaf: string;
  leafHash: string;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  requestId: string;
  erased: boolean;
};

/** What is wrong with it; null when nothing is. */
export function entryFault(row: SealedRow): string | null {
  if (row.id === null) return "was deleted: the tree holds its hash, and no entry has it";
  const sealed = Buffer.from(row.hash).toString("hex");
  if (row.leafHash !== sealed) return "does not have the leaf hash that was sealed";
  if (row.leaf === "") return row.erased ? null : "lost its payload, and no erasure says why";
  if (hashLeaf(row.leaf).toString("hex") !== sealed)
    return "was changed: its bytes do not have the hash that was sealed";
  return columnsFault(row);
}

/** People search and read the columns, so they must say what the sealed bytes say. */
function columnsFault(row: SealedRow): string | null {
  const { id, at, actor, action, target, request } = parsed(row.leaf);
  const said = [id, at, actor?.kind, actor?.id, actor?.name, action, target?.kind, target?.id, target?.name, request];
  const shown = [row.id, row.at.toISOString(), row.actorKind, row.actorId, row.actorName, row.action];
  const rest = [row.targetKind, row.targetId, row.targetName, row.requestId];
  return [...shown, ...rest].every((value, place) => value === said[place])
    ? null
    : "shows something else than its sealed bytes say";
}

/** What the log itself says was erased: index and leaf hash of the erased entry, or null for an entry of another kind. */
export function erasureIn({ action, leaf }: SealedRow): { index: number; leafHash: string } | null {
  if (action !== "audit.erased" || leaf === "") return null;
  const { detail } = parsed(leaf);
  return { index: Number(detail?.index), leafHash: String(detail?.leafHash) };
}

const Leaf = z.looseObject({
  actor: z.looseObject({}).optional(),
  target: z.looseObject({}).optional(),
  detail: z.looseObject({}).optional(),
});

/** Whatever is no leaf says nothing, and so differs from every column. */
function parsed(leaf: string): z.infer<typeof Leaf> {
  try {
    return Leaf.catch({}).parse(JSON.parse(leaf));
  } catch {
    return {};
  }
}
