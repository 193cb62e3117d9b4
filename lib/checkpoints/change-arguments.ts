import { command, RecordedRefusal } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import type { ErrorCode } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { uninspectableIn } from "@/lib/shared/inspect";
import { actionDigest } from "@/sdk/action-digest";
import { canonicalJson, digestOf, type Json, type JsonObject } from "@/sdk/canonical";
import { changedPlaces, withArguments } from "@/sdk/changed-action";
import { Action } from "@/sdk/wire/action";
import { RiskTier } from "@/sdk/wire/words";
import { cannotChange, readArguments } from "./change-rules";
import { whyNotUnder } from "./decide-action";
import { eventOf, readyToDecide } from "./decide-checkpoint";
import { changeArgumentsOp } from "./decisions-contract";
import { inQuestion, type Row, readRow } from "./rows";
import { raisedTier } from "./rules";
import { showCheckpoint } from "./show-checkpoint";

/** So many places are named in the audit entry; the action itself is kept whole. */
const MOST_PLACES = 100;

/**
 * Puts other arguments in the place of those that were asked for. Nothing is approved by it: whoever has to agree, the one
 * who changed it too, does so by the new digest, and what was voted before was for other bytes.
 */
export const changeArguments = command(changeArgumentsOp, async (ctx, { id, digest, arguments: text, reason }) => {
  const { row, me, now } = await readyToDecide(ctx, id, digest, true);
  const asked = Action.parse(JSON.parse(row.action));
  const before = Action.parse(JSON.parse(inQuestion(row).action));
  const args = text === null ? asked.arguments : readArguments(text);
  const action = withArguments(asked, args);
  const next = { action: canonicalJson(action), digest: actionDigest(action) };
  const why = await whyNot(ctx, row, action, next.digest);
  if (why)
    throw new RecordedRefusal(
      why.code,
      why.message,
      eventOf(row, "checkpoint.refused", { code: why.code, digest: next.digest }),
    );
  const original = next.digest === row.digest;
  const hidden = !row.uninspectable && uninspectableIn(args).length > 0;
  await ctx.db.checkpointChange.create({
    data: {
      id: newId("checkpointChange", now.getTime()),
      checkpointId: row.id,
      orgId: ctx.orgId,
      byId: me.id,
      byName: me.name,
      reason,
      ...next,
      at: now,
      setAside: JSON.parse(JSON.stringify(row.decisions)),
    },
  });
  await ctx.db.checkpointDecision.deleteMany({ where: { checkpointId: row.id, orgId: ctx.orgId } });
  await ctx.db.checkpoint.update({
    where: { id: row.id },
    data: {
      changedAction: original ? null : next.action,
      changedDigest: original ? null : next.digest,
      ranDigest: original ? null : digestOf(args),
      // What nobody can read is graver, whoever wrote it.
      ...(hidden ? { uninspectable: true, stepUp: true, riskTier: raisedTier(RiskTier.parse(row.riskTier)) } : {}),
    },
  });
  const places = changedPlaces(before.arguments as Json, args as JsonObject);
  return {
    result: async (after) => showCheckpoint(after, await readRow(after, id)),
    event: eventOf(row, "checkpoint.changed", {
      from: inQuestion(row).digest,
      to: next.digest,
      asked: row.digest,
      places: places.slice(0, MOST_PLACES),
      setAside: row.decisions.map(({ userId }) => userId),
      reason,
    }),
  };
});

type Why = { code: ErrorCode; message: string } | null;

/** A changed action has to be one that an approval would release: it is decided about anew, with the rules lifted. */
async function whyNot(ctx: TxCtx, row: Row, action: Action, digest: string): Promise<Why> {
  const cannot = cannotChange(row);
  if (cannot) return { code: "conflict", message: cannot };
  if (digest === inQuestion(row).digest)
    return { code: "invalid_input", message: "These are the arguments that are decided about already." };
  const refused = await whyNotUnder(ctx, row.rules, action);
  return refused === null
    ? null
    : { code: "policy_changed", message: `These arguments cannot be approved. ${refused}` };
}
