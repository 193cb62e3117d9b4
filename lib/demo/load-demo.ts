import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { createSink } from "@/lib/delivery/create-sink";
import { registerAgent } from "@/lib/inventory/register-agent";
import { listPolicies } from "@/lib/policy/list-policies";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { demoAgents, demoPeople, type PersonKey } from "./company";
import { loadDemoOp } from "./contract";
import { demoAdmin, demoEmail } from "./demo-actor";
import { readDemo } from "./get-demo";

const DEMO_SINK = "Demo company, to a file";

export const loadDemo = command(loadDemoOp, async (ctx) => {
  const organisation = await ctx.db.organisation.findUniqueOrThrow({ where: { id: ctx.orgId } });
  if (organisation.demo) return { result: await readDemo(ctx), event: "repetition" };
  const people = await addPeople(ctx);
  const admin = await demoAdmin(ctx);
  await refuseUnpublished(admin);
  for (const { owner, backup, ...facts } of demoAgents) {
    await registerAgent(admin, { ...facts, ownerId: owner && people[owner], backupOwnerId: backup && people[backup] });
  }
  await ctx.db.agent.updateMany({
    where: { orgId: ctx.orgId, name: { in: demoAgents.map(({ name }) => name) } },
    data: { demo: true },
  });
  await addSink(admin);
  await ctx.db.organisation.update({ where: { id: ctx.orgId }, data: { demo: true } });
  return {
    result: await readDemo(ctx),
    event: {
      action: "demo.loaded",
      target: { kind: "organisation", id: ctx.orgId, name: organisation.name },
      detail: { agents: demoAgents.length, people: demoPeople.length },
    },
  };
});

/** They have no password, so nobody can sign in as one of them. */
async function addPeople(ctx: TxCtx): Promise<Record<PersonKey, string>> {
  const rows = demoPeople.map(([key, name, roles]) => ({ key, id: newId("user"), name, roles: [...roles] }));
  await ctx.db.user.createMany({
    data: rows.map(({ key, ...row }) => ({
      ...row,
      orgId: ctx.orgId,
      email: demoEmail(key, ctx.orgId),
      demo: true,
      createdAt: ctx.now,
    })),
  });
  return Object.fromEntries(rows.map(({ key, id }) => [key, id])) as Record<PersonKey, string>;
}

/** Without a place to which events go, no agent can reach the stage "enforce". A file needs nobody else. */
async function addSink(admin: TxCtx): Promise<void> {
  const { id } = await createSink(admin, {
    name: DEMO_SINK,
    place: { kind: "file", settings: { file: "demo.ocsf.ndjson" }, sends: ["calls", "audit", "findings"] },
  });
  await admin.db.sink.update({ where: { id_orgId: { id, orgId: admin.orgId } }, data: { demo: true } });
}

/** The demo publishes its policies, which would put every unpublished change of others in force with them. */
async function refuseUnpublished(ctx: TxCtx): Promise<void> {
  const { unpublished } = await listPolicies(ctx, {});
  if (unpublished > 0) {
    throw new Refusal(
      "conflict",
      `${unpublished} of your policies have changes that are not in force. Publish or disable them first: loading the demo publishes.`,
    );
  }
}
