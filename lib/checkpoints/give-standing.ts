/** Private to this folder: the standing approval that people gave along with an approval. */
import { RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { signingKey } from "@/lib/identity/signing-key";
import { newId } from "@/lib/shared/ids";
import { canonicalJson } from "@/sdk/canonical";
import { Action } from "@/sdk/wire/action";
import { cannotStand } from "./cannot-stand";
import { eventOf } from "./decide-checkpoint";
import { approversOf, type Row, readRow, readSubject, stagesNow } from "./rows";
import { allMet, filledStages } from "./rules";
import { type StandingStatement, StandingTerms } from "./standing-contract";
import { standingEvent } from "./standing-rows";
import { votersOf } from "./voters";

/** Refuses terms that nobody may agree to, before the vote is cast. */
export function refuseTerms(row: Row, { free }: StandingTerms): void {
  const names = Object.keys(Action.parse(JSON.parse(row.action)).arguments);
  const stray = free.find((name) => !names.includes(name));
  const why =
    cannotStand(row) ??
    (stray === undefined ? null : `There is no argument ${stray} in this call.`) ??
    (names.length > 0 && names.every((name) => free.includes(name))
      ? "At least one argument has to stay as it is: a call that may be anything is a matter of policy."
      : null);
  if (why)
    throw new RecordedRefusal(
      "conflict",
      why,
      eventOf(row, "checkpoint.refused", { code: "conflict", standing: true }),
    );
}

/** Kept with the vote, so that whoever votes next sees it and can agree to the same. */
export async function keepTerms(tx: TxCtx, row: Row, userId: string, terms: StandingTerms): Promise<void> {
  const where = { checkpointId_userId: { checkpointId: row.id, userId } };
  await tx.db.checkpointDecision.update({ where, data: { standing: terms } });
}

/** Made when those who agreed to the very same terms are by themselves enough for every stage. */
export async function giveStanding(
  tx: TxCtx,
  checkpointId: string,
  terms: StandingTerms,
  now: Date,
): Promise<AuditEvent | null> {
  const row = await readRow(tx, checkpointId);
  const same = canonicalJson(StandingTerms.parse(terms));
  const agreed = row.decisions.filter(
    ({ standing }) => standing !== null && canonicalJson(StandingTerms.parse(standing)) === same,
  );
  const agent = await readSubject(tx, row);
  const stages = stagesNow(row, now);
  const approvers = approversOf({ ...row, decisions: agreed }, await votersOf(tx, now));
  if (!allMet(stages, filledStages(stages, approvers, agent))) return null;
  const statement: StandingStatement = {
    format: "gatehouse-standing-1",
    id: newId("standing", now.getTime()),
    org: tx.orgId,
    checkpoint: row.id,
    actionDigest: row.digest,
    agent: row.agentId,
    tool: row.tool,
    free: terms.free,
    rules: row.rules,
    uses: terms.uses,
    people: agreed.map(({ userName }) => userName),
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + terms.minutes * 60_000).toISOString(),
  };
  const body = canonicalJson(statement);
  const key = await signingKey(tx);
  const { id, free, uses, issuedAt, expiresAt } = statement;
  const made = await tx.db.standingApproval.create({
    data: {
      id,
      orgId: tx.orgId,
      checkpointId: row.id,
      agentId: row.agentId,
      tool: row.tool,
      free,
      most: uses,
      issuedAt,
      expiresAt,
      body,
      signingKeyId: key.keyId,
      signature: key.sign(body),
    },
  });
  return standingEvent(made, "standing.given", { statement: { ...statement } });
}
