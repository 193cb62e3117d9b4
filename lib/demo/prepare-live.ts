/** Everything that the live agents need in the console: tools with their real definitions, policies in force, enrolment tokens. */

import { saveRule } from "@/lib/checkpoints/save-rule";
import type { Ctx } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { registerTool } from "@/lib/inventory/register-tool";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { notFound } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import type { OperationClass, PepKind } from "@/sdk/wire/words";
import { demoAdmin } from "./demo-actor";
import { demoPolicies, demoRule } from "./policies";

export type SeenServer = { server: string; tools: readonly { name: string; definition: JsonObject }[] };

/** Idempotent: what is there already stays as people have left it. */
export async function prepareLive(system: Ctx, servers: readonly SeenServer[]): Promise<void> {
  const ctx = await demoAdmin(system);
  for (const { server, tools } of servers) for (const tool of tools) await addTool(ctx, server, tool);
  const known = await ctx.db.policy.count({ where: { orgId: ctx.orgId, demo: true } });
  if (known > 0) return;
  await saveRule(ctx, demoRule);
  for (const policy of demoPolicies) await createPolicy(ctx, policy);
  const slugs = demoPolicies.map(({ slug }) => slug);
  await ctx.db.policy.updateMany({ where: { orgId: ctx.orgId, slug: { in: slugs } }, data: { demo: true } });
  await ctx.db.checkpointRule.updateMany({ where: { orgId: ctx.orgId, slug: demoRule.slug }, data: { demo: true } });
  await publishBundle(ctx, { note: "the demo's policies", reason: "The demo shows its own agents at work." });
}

async function addTool(ctx: Ctx, server: string, { name, definition }: SeenServer["tools"][number]): Promise<void> {
  const key = { orgId_server_name: { orgId: ctx.orgId, server, name } };
  if (await ctx.db.tool.findUnique({ where: key, select: { id: true } })) return;
  const operationClass = classOf(server, name);
  await registerTool(ctx, {
    server,
    name,
    definition,
    operationClass,
    reversibility: operationClass === "read" ? "reversible" : "compensable",
  });
  await ctx.db.tool.update({ where: key, data: { demo: true } });
}

/** As a person who knows these servers would classify them. */
function classOf(server: string, name: string): OperationClass {
  if (server === "demo-payments") return "money.move";
  if (name === "get-env") return "credential.use";
  return /^(write|edit|create|move|add|delete|toggle|trigger|gzip)/.test(name) ? "data.write" : "read";
}

/** A token for the enforcement point of one live agent. */
export async function inviteLive(
  system: Ctx,
  agentName: string,
  kind: PepKind,
): Promise<{ agentId: string; token: string }> {
  const ctx = await demoAdmin(system);
  const agent = await ctx.db.agent.findUnique({
    where: { orgId_name: { orgId: ctx.orgId, name: agentName } },
    select: { id: true },
  });
  if (!agent) throw notFound("demo agent");
  const invited = await invitePoint(ctx, {
    name: `${agentName} (demo)`,
    kind,
    agents: [agent.id],
    expiresInMinutes: 60,
  });
  await ctx.db.enrolmentToken.update({ where: { id: invited.id }, data: { demo: true } });
  return { agentId: agent.id, token: invited.token };
}
