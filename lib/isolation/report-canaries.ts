import { intake } from "@/lib/audit/intake";
import { recordAudit, storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { servesAgent } from "@/lib/enforcement/rules";
import { changes, lockedAgents, orderAgents } from "@/lib/enforcement/stop-agent";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import { verifyCanonical } from "@/sdk/crypto";
import { profileDigest } from "@/sdk/sandbox/profile";
import type { CanaryInput, CanaryStatement } from "@/sdk/wire/canary";
import { readSetting } from "./read-setting";
import { reportCanariesOp } from "./report-operation";
import { contradictionIn } from "./rules";

/** A statement may be from a little ahead, as clocks differ; an old one is of no use for anything but a replay. */
const AHEAD_MS = 10 * 60_000;
const BEHIND_MS = 24 * 3_600_000;
const NAMED = 10;

/** Keeps what a point signed about the canaries of an agent, and draws what follows from it. */
export const reportCanaries = intake(reportCanariesOp, async (tx, input) => {
  const { statement, signature } = input;
  const pep = await tx.db.pep.findUniqueOrThrow({ where: { id_orgId: { id: tx.actor.id, orgId: tx.orgId } } });
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  if (!verifyCanonical(pep.publicKey, statement, signed))
    throw invalid("The signature is not one by this point's enrolled key over the canonical statement.");
  refuseUnlessTrue(tx, statement);
  if (pep.kind !== "sandbox")
    throw invalid(`Point ${pep.name} is of the kind ${pep.kind}: only a sandbox has canaries.`);
  // In the order in which every other verb takes it: the agent first, so that two runs at once are told apart.
  const [agent] = await lockedAgents(tx, [statement.agentId]);
  if (!agent || !servesAgent(pep.agents, agent.id)) throw notFound("agent");
  if (!(await keep(tx, input, pep.name))) return { accepted: 0 };
  await follow(tx, statement, agent);
  await notify(tx.db, { orgId: tx.orgId, topic: "points", ref: pep.id });
  return { accepted: 1 };
});

const invalid = (sentence: string): Refusal => new Refusal("invalid_input", sentence);

function refuseUnlessTrue(tx: TxCtx, statement: CanaryStatement): void {
  const { org, pep, endedAt, startedAt, result, attempts, profile } = statement;
  if (org !== tx.orgId || pep !== tx.actor.id)
    throw invalid("The statement is about another point than the one that sends it.");
  const age = tx.now.getTime() - Date.parse(endedAt);
  if (age < -AHEAD_MS || age > BEHIND_MS || startedAt > endedAt)
    throw invalid("The times of the statement are not of now. Set the machine's clock, and run the canaries again.");
  if (profileDigest(profile) !== statement.profileDigest)
    throw invalid("The digest of the profile is not that of the profile in the statement.");
  const contradiction = contradictionIn(result, attempts);
  if (contradiction) throw invalid(`The statement contradicts itself: ${contradiction}.`);
}

/** False when this very run is kept already. */
async function keep(tx: TxCtx, { statement, signature }: CanaryInput, pepName: string): Promise<boolean> {
  const count = (verdict: string) => statement.attempts.filter((one) => one.verdict === verdict).length;
  const text = canonicalJson(statement);
  if (storable(text) !== text) throw invalid("The statement holds characters that cannot be kept.");
  const { agentId, runId, result, reason, profile, revision } = statement;
  const row = {
    ...{ agentId, runId, result, reason, revision, pepName, signature, statement: text },
    ...{ contained: count("contained"), escaped: count("escaped"), voided: count("void") },
    profileName: profile.name,
    profileDigest: statement.profileDigest,
    startedAt: statement.startedAt,
    endedAt: statement.endedAt,
    receivedAt: tx.now,
  };
  const id = newId("canaryRun", tx.now.getTime());
  const made = await tx.db.canaryRun.createMany({
    data: [{ id, orgId: tx.orgId, pepId: tx.actor.id, ...row }],
    skipDuplicates: true,
  });
  return made.count > 0;
}

type Agent = Awaited<ReturnType<typeof lockedAgents>>[number];

async function follow(tx: TxCtx, { result, reason, attempts }: CanaryStatement, agent: Agent): Promise<void> {
  if (result === "passed")
    await clearFinding(tx, { kind: "agent.escaped", subjectId: agent.id, why: `Its canaries passed. ${reason}` });
  if (result !== "failed") return;
  const escaped = attempts.filter(({ verdict }) => verdict === "escaped").map(({ id }) => id);
  await raiseFinding(tx, {
    kind: "agent.escaped",
    severity: "critical",
    subject: { kind: "agent", id: agent.id, name: agent.name },
    title: `Canaries got out of the sandbox of ${agent.name}`,
    mend: "Read the run, narrow the agent's profile until nothing gets out, and run the canaries again.",
    detail: { escaped: escaped.slice(0, NAMED), count: escaped.length },
    facts: [...escaped].sort(),
  });
  const { suspendOnEscape } = await readSetting(tx);
  if (!suspendOnEscape || agent.status !== "active") return;
  const why = `Canaries got out of its sandbox: ${escaped.slice(0, 5).join(", ")}.`;
  const system = { kind: "system", id: "canaries", name: "Gatehouse (canaries)" } as const;
  const { event } = await orderAgents({ ...tx, actor: system }, [agent], why.slice(0, 500), changes.suspend);
  if (event === "repetition") return;
  for (const one of Array.isArray(event) ? event : [event]) await recordAudit({ ...tx, actor: system }, one);
}
