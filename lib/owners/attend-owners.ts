/** The worker's part. It looks at how things are, so whoever left, however, and whatever was missed meanwhile is found. */
import type { Ctx } from "@/lib/db/ctx";
import { beginGraces } from "./begin-graces";
import { endGraces } from "./end-graces";
import { suspendOwnerless } from "./suspend-ownerless";
import { warnGraces } from "./warn-graces";

export async function attendOwners(ctx: Ctx): Promise<{ begun: number; ended: number; suspended: number }> {
  const ended = await endGraces(ctx);
  const begun = await beginGraces(ctx);
  await warnGraces(ctx);
  return { ended, begun, suspended: await suspendOwnerless(ctx) };
}
