import { notFound } from "@/lib/shared/errors";
import { consistencyProof } from "@/sdk/merkle/tiles";
import { query } from "./query";
import { getConsistencyProofOp } from "./tree-contract";
import { hashReader, newestHead } from "./tree-store";

export const getConsistencyProof = query(getConsistencyProofOp, async ({ db, orgId }, input) => {
  const sealed = (await newestHead(db, orgId))?.size ?? 0;
  const { from, to = sealed } = input;
  if (to > sealed || from > to) throw notFound("pair of sizes");
  const hashes = await consistencyProof(from, to, hashReader(db, orgId));
  return { from, to, hashes: hashes.map((hash) => hash.toString("base64")) };
});
