/** Every framework that there is: the ones that come with the product, and those that the organisation brought. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { type CatalogueControl, Framework, keyOf } from "./catalogue-rules";
import { EvidenceKind } from "./contract";
import rawControls from "./data/controls.json";
import rawFrameworks from "./data/frameworks.json";

const RawControl = z.object({
  framework: z.string(),
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  evidence: z.array(EvidenceKind),
  source: z.string(),
  unconfirmed: z.boolean().default(false),
});

const controls = z.array(RawControl).parse(rawControls);

export const builtIn: readonly Framework[] = z
  .array(Framework.omit({ custom: true, controls: true }).extend({ name: z.string() }))
  .parse(rawFrameworks)
  .map(({ name, ...framework }) => ({
    ...framework,
    custom: false,
    controls: controls
      .filter((control) => control.framework === name)
      .map(({ framework: _, ...control }) => ({ ...control, key: keyOf(control.id) })),
  }));

export async function allFrameworks(ctx: Ctx): Promise<Framework[]> {
  const rows = await ctx.db.customFramework.findMany({
    where: { orgId: ctx.orgId },
    orderBy: { id: "asc" },
    select: { body: true },
  });
  return [...builtIn, ...rows.map(({ body }) => Framework.parse(body))];
}

export async function readFramework(ctx: Ctx, id: string): Promise<Framework> {
  const known = builtIn.find((framework) => framework.id === id);
  if (known) return known;
  const row = await ctx.db.customFramework.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    select: { body: true },
  });
  if (!row) throw notFound("framework");
  return Framework.parse(row.body);
}

export function controlOf(framework: Framework, key: string): CatalogueControl {
  const found = framework.controls.find((control) => control.key === key);
  if (!found) throw notFound("control");
  return found;
}
