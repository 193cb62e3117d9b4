import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { sha256 } from "@/sdk/canonical";
import type { Analysis, Parsed } from "./cedar";
import { createPolicyOp, MOST_POLICIES } from "./contract";
import { refuseIfOwned } from "./owned-by-repository";
import { readPolicy } from "./rows";
import { PolicySource } from "./source";
import { checkPolicy } from "./validate-policy";

export const createPolicy = command(createPolicyOp, async (ctx, input) => {
  await refuseTaken(ctx, input.slug);
  await refuseTooMany(ctx, 1);
  const parsed = await validOrRefused(ctx, input.text);
  const id = newId("policy");
  await ctx.db.policy.create({
    data: { id, orgId: ctx.orgId, slug: input.slug, title: input.title, status: "active" },
  });
  await ctx.db.policyVersion.create({ data: versionData(ctx, id, 1, input.text, parsed) });
  return {
    result: await readPolicy(ctx, id),
    event: {
      action: "policy.created",
      target: { kind: "policy", id, name: input.slug },
      detail: {
        version: 1,
        effect: parsed.effect,
        checkpoint: parsed.checkpoint,
        mode: parsed.mode,
        textDigest: sha256(input.text),
      },
    },
  };
});

export async function refuseTaken(ctx: TxCtx, slug: string): Promise<void> {
  const taken = await ctx.db.policy.findUnique({ where: { orgId_slug: { orgId: ctx.orgId, slug } } });
  if (!taken) return;
  refuseIfOwned({ slug, source: PolicySource.nullable().parse(taken.source) });
  throw new Refusal("conflict", `There is a policy named ${slug} already. Choose another name, or edit that one.`);
}

/** Disabled ones count: they are kept, listed, and may come back. */
export async function refuseTooMany(ctx: TxCtx, more: number): Promise<void> {
  if ((await ctx.db.policy.count({ where: { orgId: ctx.orgId } })) + more > MOST_POLICIES)
    throw new Refusal(
      "conflict",
      `An organisation holds ${MOST_POLICIES.toLocaleString("en-GB")} policies at most, disabled ones among them. Nothing was kept.`,
    );
}

export async function validOrRefused(ctx: TxCtx, text: string): Promise<Parsed> {
  return parsedOrRefused(await checkPolicy(ctx, text));
}

export function parsedOrRefused({ parsed, problems }: Analysis): Parsed {
  if (parsed) return parsed;
  const invalidParams = problems
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => ({ path: "text", message }));
  throw new Refusal("invalid_input", `The policy is not valid: ${invalidParams[0]?.message ?? "unknown reason"}`, {
    invalidParams,
  });
}

export const versionData = (ctx: TxCtx, policyId: string, version: number, text: string, parsed: Parsed) => ({
  policyId,
  orgId: ctx.orgId,
  version,
  text,
  effect: parsed.effect,
  checkpoint: parsed.checkpoint,
  mode: parsed.mode,
  cedar: parsed.cedar as Prisma.InputJsonObject,
  createdById: ctx.actor.id,
  createdByName: ctx.actor.name,
  createdAt: ctx.now,
});
