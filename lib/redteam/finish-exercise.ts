import { command } from "@/lib/audit/command";
import { storable } from "@/lib/audit/record";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { Refusal } from "@/lib/shared/errors";
import { canonicalJson } from "@/sdk/canonical";
import { verifyCanonical } from "@/sdk/crypto";
import { contradictionIn } from "@/sdk/redteam/verdict";
import type { RedteamResult, RedteamStatement, ScenarioResult } from "@/sdk/wire/redteam";
import { finishRedteamOp } from "./contract";
import { digestHeld } from "./evidence";
import { closeRange } from "./open-range";
import { lockRuns, rangePerson, readRun, runningRun, runOf, targetOf } from "./rows";

/** Clocks differ; a statement from long before the run was begun, or from far ahead, is none of this run. */
const APART_MS = 10 * 60_000;

/** Keeps what the runner signed, closes the range, and draws what follows. */
export const finishExercise = command(finishRedteamOp, async (tx, { id, statement, signature }) => {
  await lockRuns(tx);
  const run = await runningRun(tx, id);
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  if (!verifyCanonical(run.publicKey, statement, signed))
    throw invalid("The signature is not one by the key with which this exercise was begun.");
  refuseUnlessTrue(tx, { ...run, startedAt: run.startedAt ?? run.askedAt }, statement);
  await refuseUnheld(await rangePerson(tx, run.rangeId, "security"), statement);
  await keep(tx, id, { statement, signature });
  await closeRange(tx, run.rangeId);
  for (const scenario of statement.scenarios) await follow(tx, scenario);
  await tx.db.redteamRun.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { status: "finished", endedAt: tx.now, done: statement.scenarios.length, current: null },
    select: { id: true },
  });
  const { result, reason } = statement;
  return {
    result: async (after) => runOf(await readRun(after, id)),
    event: { action: "redteam.finished", target: targetOf(run), detail: { result, reason, range: run.rangeId } },
  };
});

const invalid = (sentence: string): Refusal => new Refusal("invalid_input", sentence);

type Begun = { id: string; rangeId: string; startedAt: Date };

function refuseUnlessTrue(tx: TxCtx, run: Begun, statement: RedteamStatement): void {
  const { org, range, startedAt, endedAt, result, reason, scenarios } = statement;
  if (org !== tx.orgId || statement.run !== run.id || range !== run.rangeId)
    throw invalid("The statement is about another exercise than this one.");
  const early = run.startedAt.getTime() - Date.parse(startedAt) > APART_MS;
  if (early || startedAt > endedAt || Date.parse(endedAt) - tx.now.getTime() > APART_MS)
    throw invalid(
      "The times of the statement are not those of this exercise. Set the machine's clock, and run it again.",
    );
  const contradiction = contradictionIn({ result, reason }, scenarios);
  if (contradiction) throw invalid(`The statement contradicts itself: ${contradiction}.`);
}

/** Evidence is what this console holds, not what a runner says that it holds. */
async function refuseUnheld(range: Ctx, { scenarios }: RedteamStatement): Promise<void> {
  for (const { id, evidence } of scenarios)
    for (const one of evidence)
      if ((await digestHeld(range, one)) !== one.digest)
        throw invalid(
          `The evidence for ${id} names a ${one.kind} (${one.id}) that is not among the records of its range.`,
        );
}

async function keep(tx: TxCtx, runId: string, { statement, signature }: RedteamResult): Promise<void> {
  const count = (verdict: string) => statement.scenarios.filter((one) => one.verdict === verdict).length;
  const text = canonicalJson(statement);
  if (storable(text) !== text) throw invalid("The statement holds characters that cannot be kept.");
  const { result, reason, startedAt, endedAt } = statement;
  await tx.db.redteamOutcome.create({
    data: {
      ...{ runId, orgId: tx.orgId, result, reason, startedAt, endedAt, signature, statement: text },
      ...{ contained: count("contained"), passed: count("passed"), voided: count("void") },
      receivedAt: tx.now,
    },
    select: { runId: true },
  });
}

/** What is void neither opens a finding nor clears one: it says nothing. */
async function follow(
  tx: TxCtx,
  { id, title, goal, expected, severity, verdict, observed }: ScenarioResult,
): Promise<void> {
  const kind = "exercise.passed";
  if (verdict === "contained")
    await clearFinding(tx, { kind, subjectId: id, why: "The same attack was contained in a later exercise." });
  if (verdict !== "passed") return;
  await raiseFinding(tx, {
    kind,
    severity,
    subject: { kind: "exercise", id, name: title },
    title: `An attack passed through: ${title}`,
    mend: `Make this control act, then run the exercise again: ${expected}`,
    detail: { scenario: id, goal, seen: observed?.seen ?? "" },
    facts: id,
  });
}
