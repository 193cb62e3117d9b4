/** The Cedar schema of an organisation, from the tools that it has approved. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { slimSchema } from "@/sdk/cedar/schema";
import type { BundleTool } from "@/sdk/wire/bundle";
import { bundleTools } from "./bundle-inventory";

/** As much of the schema as validating this one policy takes: the whole is too much for every letter that somebody types. */
export async function schemaFor(ctx: Ctx, cedar: object): Promise<object> {
  return slimSchema((await toolsInForce(ctx)).tools, cedar);
}

const MOST_KEPT = 16;
const kept = new Map<string, { digest: string; tools: BundleTool[] }>();

/** Read anew only when one of them has changed: their definitions are large, and people type fast. */
export async function toolsInForce(ctx: Ctx): Promise<{ digest: string; tools: BundleTool[] }> {
  const [row] = await ctx.db.$queryRaw<{ digest: string | null }[]>(Prisma.sql`
    SELECT md5(string_agg(concat_ws(' ', "id", "operationClass", "reversibility", coalesce("pin", "definitionDigest")), ',' ORDER BY "id"))
      AS "digest" FROM "Tool" WHERE "orgId" = ${ctx.orgId} AND "state" = 'approved' AND "operationClass" IS NOT NULL`);
  const digest = row?.digest ?? "";
  const known = kept.get(ctx.orgId);
  if (known?.digest === digest) return known;
  const tools = await bundleTools(ctx);
  kept.delete(ctx.orgId);
  const read = { digest, tools };
  kept.set(ctx.orgId, read);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return read;
}
