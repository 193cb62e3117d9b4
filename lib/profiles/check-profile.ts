import { query } from "@/lib/audit/query";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { notFound } from "@/lib/shared/errors";
import { checkProfileOp } from "./contract";
import { NOTHING, readText } from "./read-text";
import { readInForce } from "./rows";

export const checkProfile = query(checkProfileOp, async (ctx, { id, text }) => {
  const before = id === null ? null : await readInForce(ctx, id);
  if (id !== null && !before) throw notFound("sandbox profile");
  const found = readText(text);
  if ("faults" in found) return { faults: found.faults, weakenings: null, digest: null };
  const { profile, digest } = found.read;
  const facts = { before: before && !before.retired ? before.profile : NOTHING, after: profile };
  return { faults: [], weakenings: weakeningsOf("sandboxProfile", facts), digest };
});
