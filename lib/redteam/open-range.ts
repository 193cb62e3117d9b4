/** Private to this folder: the organisation that an exercise acts in, and what its plan names. */
import { recordAudit } from "@/lib/audit/record";
import { saveRule } from "@/lib/checkpoints/save-rule";
import { setHoldLimits } from "@/lib/checkpoints/set-hold-limits";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { env } from "@/lib/env";
import { createApiKey } from "@/lib/identity/create-api-key";
import { createOrganisation } from "@/lib/identity/create-organisation";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { JsonObject } from "@/sdk/canonical";
import { type ExerciseRange, RANGE_LIMITS, RANGE_RULE, RangeKeyRole, type RangePlan } from "@/sdk/wire/redteam";
import { rangePerson } from "./rows";

const TOKEN_MINUTES = 60;
const KEY_DAYS = 1;

/** An organisation with two people who cannot sign in. Everything else is made by them, through the verbs that everybody uses. */
export async function createRange(tx: TxCtx): Promise<string> {
  const { name } = await tx.db.organisation.findUniqueOrThrow({ where: { id: tx.orgId }, select: { name: true } });
  const range = await createOrganisation(tx, { name: `Exercise range of ${name}`.slice(0, 120), rangeOf: tx.orgId });
  const people = [
    { name: "Operator of the range", roles: ["admin", "security"] },
    { name: "Owner in the range", roles: ["owner"] },
  ];
  await tx.db.user.createMany({
    data: people.map((person) => {
      const id = newId("user", tx.now.getTime());
      return { ...person, id, orgId: range.id, email: `${id}@range.invalid`, demo: true, createdAt: tx.now };
    }),
  });
  const target = { kind: "organisation", id: range.id, name: range.name } as const;
  await recordAudit(tx, { action: "redteam.rangeOpened", orgId: range.id, target, detail: { for: tx.orgId } });
  return range.id;
}

type Opened = { runId: string; rangeId: string };

/** Each step commits by itself: a plan of many agents takes longer than a transaction should. */
export async function furnishRange(ctx: Ctx, { runId, rangeId }: Opened, plan: RangePlan): Promise<ExerciseRange> {
  const [operator, owner] = await Promise.all([
    rangePerson(ctx, rangeId, "security"),
    rangePerson(ctx, rangeId, "owner"),
  ]);
  const ids = new Map<string, string>();
  for (const { key, name, riskTier } of plan.agents) {
    const purpose = "Attacks and is attacked in a red-team exercise.";
    const agent = await registerAgent(operator, { name, purpose, riskTier, ownerId: owner.actor.id });
    ids.set(key, agent.id);
  }
  for (const { definition, ...tool } of plan.tools)
    await registerTool(operator, { ...tool, definition: definition as JsonObject });
  await saveRule(operator, {
    slug: RANGE_RULE,
    title: "The owner in the range agrees",
    stages: [{ title: "the owner", need: 1, from: [{ kind: "owner" }] }],
    expiresInSeconds: 900,
  });
  await setHoldLimits(operator, RANGE_LIMITS);
  for (const { text, ...policy } of plan.policies) await createPolicy(operator, { ...policy, text: filled(text, ids) });
  const { done } = await publishBundle(operator, { note: "for the exercise" });
  if (!done) throw new Refusal("internal", "The range's policies were not published.");
  return {
    ...{ runId, orgId: ctx.orgId, rangeId, revision: done.revision },
    ...{ gatewayUrl: env.gatewayUrl, consoleUrl: env.appUrl },
    agents: await tokensFor(operator, plan, ids),
    keys: await keysIn(operator),
  };
}

const filled = (text: string, ids: ReadonlyMap<string, string>): string =>
  text.replace(/\{agent:([A-Za-z0-9-]+)\}/g, (_, key: string) => {
    const id = ids.get(key);
    if (id) return id;
    throw new Refusal(
      "invalid_input",
      `A policy of the plan names the agent ${key}, and the plan has none of that name.`,
    );
  });

async function tokensFor(operator: Ctx, { agents }: RangePlan, ids: ReadonlyMap<string, string>) {
  const made = [];
  for (const { key, kind, name } of agents) {
    const id = ids.get(key) ?? "";
    const { token } = await invitePoint(operator, { name, kind, agents: [id], expiresInMinutes: TOKEN_MINUTES });
    made.push({ key, id, token });
  }
  return made;
}

async function keysIn(operator: Ctx): Promise<ExerciseRange["keys"]> {
  const keys = new Map<RangeKeyRole, string>();
  for (const role of RangeKeyRole.options)
    keys.set(
      role,
      (await createApiKey(operator, { name: `The exercise's ${role}`, role, expiresInDays: KEY_DAYS })).secret,
    );
  return Object.fromEntries(keys) as ExerciseRange["keys"];
}

/** Nothing in it acts any more. Its records stay: they are what the outcome cites. */
export async function closeRange(tx: TxCtx, rangeId: string): Promise<void> {
  const where = { orgId: rangeId };
  await tx.db.pep.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: tx.now } });
  await tx.db.apiKey.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: tx.now } });
  await tx.db.enrolmentToken.updateMany({
    where: { ...where, expiresAt: { gt: tx.now } },
    data: { expiresAt: tx.now },
  });
  const target = { kind: "organisation", id: rangeId, name: "exercise range" } as const;
  await recordAudit(tx, { action: "redteam.rangeClosed", orgId: rangeId, target });
}
