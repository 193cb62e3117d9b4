/** Private to this folder: who may change what is recorded of an agent's credentials, and what sharing one means for its findings. */
import { RecordedRefusal } from "@/lib/audit/command";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { editorOf } from "@/lib/inventory/agent-owners";
import type { Agent } from "@/lib/inventory/contract";
import { factsOf, refusalToEdit } from "@/lib/inventory/rules";
import { Refusal } from "@/lib/shared/errors";
import { type HeldCredential, heldCredentials } from "./held-credentials";
import { problemsOf } from "./rules";

/** Its owner, its backup owner, and operators; not of an agent whose record is closed. */
export function refuseOthers(ctx: Ctx, agent: Agent, operation: string): void {
  const facts = factsOf(agent);
  const reason = refusalToEdit(editorOf(ctx), facts, facts);
  if (reason !== null) {
    const target = { kind: "agent", id: agent.id, name: agent.name } as const;
    throw new RecordedRefusal("forbidden", reason, { action: "access.refused", target, detail: { operation, reason } });
  }
  if (agent.status === "retired") throw new Refusal("conflict", `${agent.name} is retired: its record stays as it is.`);
}

export function refuseProblems(given: { fingerprint: string; expiresAt: string | null }, now: Date): void {
  const problems = problemsOf(given, now);
  const [problem] = problems;
  if (problem) throw new Refusal("invalid_input", problem.message, { invalidParams: problems });
}

/** An agent holds one credential once. */
export async function refuseTwice({ db, orgId }: TxCtx, agent: Agent, fingerprint: string): Promise<void> {
  const held = await db.agentCredential.findFirst({
    where: { orgId, agentId: agent.id, fingerprint, endedAt: null },
    select: { name: true },
  });
  if (held) throw new Refusal("conflict", `${agent.name} holds this credential already, as ${held.name}.`);
}

/** Each agent that holds this one with another has a finding; each that does no longer has none. */
export async function tellSharing(ctx: TxCtx, fingerprint: string): Promise<void> {
  const rows = await ctx.db.agentCredential.findMany({
    where: { orgId: ctx.orgId, fingerprint },
    distinct: ["agentId"],
    select: { agentId: true },
  });
  const ids = rows.map(({ agentId }) => agentId);
  const all = await heldCredentials(ctx, ctx.now, ids);
  for (const { agentId } of rows) {
    const shared = all.find((one) => one.agent.id === agentId && one.fingerprint === fingerprint);
    if (shared?.state === "shared") await raise(ctx, shared);
    else
      await clearFinding(ctx, {
        kind: "credential.shared",
        subjectId: agentId,
        part: fingerprint,
        why: "It is its own now.",
      });
  }
}

function raise(ctx: TxCtx, { agent, name, system, fingerprint, sharing, sharedWith }: HeldCredential): Promise<string> {
  const others = sharedWith.map((one) => one.name).join(", ");
  return raiseFinding(ctx, {
    kind: "credential.shared",
    severity: "high",
    part: fingerprint,
    subject: { kind: "agent", id: agent.id, name: agent.name },
    title: `${agent.name} holds ${name} for ${system} together with ${others}`,
    mend: "Give each agent a credential of its own there, then record that this one was revoked.",
    detail: { fingerprint, system, agents: sharedWith.map(({ id }) => id), sharing },
  });
}
