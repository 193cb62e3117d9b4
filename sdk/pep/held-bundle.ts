/** The bundle that a point's directory holds, for a command that runs beside the point. Verified as the point itself would. */
import { verifyBundle } from "../verify.ts";
import { type BundleContent, SignedBundle } from "../wire/bundle.ts";
import { readStanding } from "./standing.ts";
import type { StateDir } from "./state-dir.ts";

/** Null when there is none, or when it is not one that the point may decide by. */
export function heldBundle(directory: StateDir, org: string): BundleContent | null {
  const bundle = directory.readJson("bundle.json", SignedBundle);
  const standing = readStanding(directory);
  if (!bundle || !standing) return null;
  const { trust, minimumRevision, highest } = standing;
  try {
    return verifyBundle(bundle, { trust, org, minimumRevision, highest }).content;
  } catch {
    return null;
  }
}
